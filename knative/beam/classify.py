"""Labels reviews in a pipeline of Apache Beam, by POST /batch of a running service:

    python classify.py --input 'reviews/*.ndjson' --output labels/part --url http://localhost:8080

A line of --input is a JSON object with a field "text", and a line of --output the same with its result. What the
service cannot classify has an "error" in place of the result. Lines that are no JSON object, or have a text of more than
450 kB, go to --output-bad.
"""

import argparse
import json
import time
import urllib.error
import urllib.request

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions

# A request has at most 1,000 texts and 1 MiB: it gets 900 texts of up to 1,000 bytes, or fewer that are longer.
REQUEST_SIZE = 900
BYTES_OF_SIZE_1 = 1_000
# What the service answers when it is busy or stops: the same request again is right.
BUSY = (429, 502, 503, 504)
MAX_TRIES = 8


def parse(line):
    """The record of a line."""
    record = json.loads(line)
    if not isinstance(record, dict) or size_of(record) > REQUEST_SIZE / 2:
        raise ValueError('no JSON object, or one with too long a text')
    return record


def size_of(record):
    """What a record takes of the size of a request."""
    return max(1, len(json.dumps(record.get('text'))) / BYTES_OF_SIZE_1)


def classify(records, url):
    """Each record with its result, in order."""
    texts = [record.get('text') for record in records]
    results = post(f'{url}/batch', {'mytexts': texts})['results']
    return [{**record, **result} for record, result in zip(records, results, strict=True)]


def post(url, body):
    """The JSON that answers a request. What still fails after some tries ends the bundle, which the runner repeats."""
    request = urllib.request.Request(url, json.dumps(body).encode(), {'content-type': 'application/json'})
    for attempt in range(1, MAX_TRIES + 1):
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code not in BUSY or attempt == MAX_TRIES:
                raise
            time.sleep(float(error.headers.get('retry-after', attempt)))
        except urllib.error.URLError:
            if attempt == MAX_TRIES:
                raise
            time.sleep(attempt)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--input', required=True, help='files of NDJSON, also with * and .gz')
    parser.add_argument('--output', required=True, help='where the labelled records go: a path, less its ending')
    parser.add_argument('--output-bad', help='where other lines go (default: --output and -bad)')
    parser.add_argument('--url', required=True, help='the service')
    options, others = parser.parse_known_args()

    with beam.Pipeline(options=PipelineOptions(others)) as pipeline:
        lines = pipeline | beam.io.ReadFromText(options.input)
        records, bad = lines | beam.Map(parse).with_exception_handling()
        (
            records
            | beam.BatchElements(REQUEST_SIZE, REQUEST_SIZE, element_size_fn=size_of)
            | 'Classify' >> beam.FlatMap(classify, url=options.url.rstrip('/'))
            | 'To JSON' >> beam.Map(json.dumps, ensure_ascii=False)
            | beam.io.WriteToText(options.output, file_name_suffix='.ndjson')
        )
        (
            bad
            | 'The line' >> beam.Map(lambda failure: failure[0])
            | 'Write bad' >> beam.io.WriteToText(options.output_bad or f'{options.output}-bad')
        )


if __name__ == '__main__':
    main()
