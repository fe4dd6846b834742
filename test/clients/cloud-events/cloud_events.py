"""Sends events to a running service by CloudEvents' SDK for Python: python cloud_events.py HOST:PORT"""

import sys
from urllib.request import Request, urlopen

from cloudevents.http import CloudEvent, from_http, to_binary, to_structured

event = CloudEvent({"type": "com.example.review", "source": "/shop", "id": "17"}, {"mytext": "A lovely film."})
for encode, accept in [(to_binary, "*/*"), (to_structured, "application/cloudevents+json")]:
    headers, body = encode(event)
    headers = {"content-type": "application/json", **headers, "accept": accept}
    with urlopen(Request(f"http://{sys.argv[1]}/", data=body, headers=headers)) as answer:
        reply = from_http(dict(answer.headers), answer.read())
    assert reply["type"] == "dev.movie-sentiment.classified.v1"
    assert reply["causationid"] == "17" and reply["sentiment"].endswith("positive")
    assert reply.data["label"] in (3, 4)
