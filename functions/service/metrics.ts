import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Classification } from '../../classifier/src/index.ts';
import type { RecordCounts } from './recorder.ts';

/** Bounds in seconds that OpenTelemetry's conventions give for the duration of requests. */
const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const LENGTH_BUCKETS = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000];
const COVERAGE_BUCKETS = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1];
const VALENCE_BUCKETS = [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4];
/** Gauges of prom-client with the suffix of counters, which promtool refuses; the sums of others over their types. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];
/** The methods that get a label of their own; clients could invent any number of others. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH']);

/** What is counted of a classified text. */
export interface Counted extends Pick<Classification, 'sentiment' | 'model' | 'valence' | 'coverage'> {
  /** The length of the text, in UTF-16 code units. */
  length: number;
  /** Whether its class was left open in the answer. */
  isUndecided: boolean;
}

/** The content types of metrics: Prometheus' text format, and OpenMetrics. */
export const METRICS_FORMATS = [Registry.PROMETHEUS_CONTENT_TYPE, Registry.OPENMETRICS_CONTENT_TYPE] as const;
type MetricsFormat = (typeof METRICS_FORMATS)[number];

/** The metrics for Prometheus. Labels hold no text of a client, and take few values each. */
export interface ServiceMetrics {
  /** All metrics in Prometheus' text format, or in OpenMetrics. */
  read(format: MetricsFormat): Promise<string>;
  /**
   * Counts an answered request.
   * @param route the route's template, undefined where none was found
   */
  countRequest(method: string, route: string | undefined, status: number, seconds: number): void;
  /** Counts a request whose connection was closed before the end of the answer. */
  countAborted(method: string, route: string | undefined, seconds: number): void;
  /** Counts a classified text. */
  countClassification(counted: Counted): void;
}

/**
 * Metrics with the names and units of OpenTelemetry's semantic conventions, as Prometheus spells them.
 * @param numLinesDropped how many lines of the log were dropped
 * @param recordCounts what became of the texts to record, where any are
 */
export function createMetrics(
  numLinesDropped: () => number,
  recordCounts?: () => RecordCounts,
): ServiceMetrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  const duration = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Duration of HTTP server requests.',
    labelNames: [
      'http_request_method',
      'http_route',
      'http_response_status_code',
      'url_scheme',
      'error_type',
    ],
    buckets: DURATION_BUCKETS,
    registers,
  });
  const classifications = new Counter({
    name: 'sentiment_classifications_total',
    help: 'Texts classified, by sentiment and model.',
    labelNames: ['sentiment', 'model'],
    registers,
  });
  const undecided = new Counter({
    name: 'sentiment_undecided_total',
    help: 'Texts whose class was left open, since none reached the confidence that was asked for.',
    labelNames: ['model'],
    registers,
  });
  const length = new Histogram({
    name: 'sentiment_text_length_characters',
    help: 'Length of classified texts, in UTF-16 code units.',
    buckets: LENGTH_BUCKETS,
    registers,
  });
  const coverage = new Histogram({
    name: 'sentiment_coverage_ratio',
    help: 'Share of the words of a text that the model knows.',
    buckets: COVERAGE_BUCKETS,
    registers,
  });
  const valence = new Histogram({
    name: 'sentiment_valence',
    help: 'Expected label of a text, from 0 (negative) to the number of classes less one (positive).',
    buckets: VALENCE_BUCKETS,
    registers,
  });
  new Counter({
    name: 'log_lines_dropped_total',
    help: 'Lines that the log had no room for, since it could not be written.',
    registers,
    collect() {
      this.reset();
      this.inc(numLinesDropped());
    },
  });
  if (recordCounts) {
    new Counter({
      name: 'sentiment_records_total',
      help: 'Texts to record, by what became of them: sent, full (no room in the queue) or failed.',
      labelNames: ['outcome'],
      registers,
      collect() {
        this.reset();
        for (const [outcome, count] of Object.entries(recordCounts())) this.inc({ outcome }, count);
      },
    });
  }
  return {
    read: (format) =>
      (format === Registry.OPENMETRICS_CONTENT_TYPE ? toOpenMetrics(registry) : registry).metrics(),
    countRequest: (method, route, status, seconds) =>
      duration.observe(
        {
          ...labelsOf(method, route),
          http_response_status_code: status,
          // As the conventions have it, an error only of the server.
          ...(status >= 500 && { error_type: String(status) }),
        },
        seconds,
      ),
    countAborted: (method, route, seconds) =>
      duration.observe({ ...labelsOf(method, route), error_type: 'aborted' }, seconds),
    countClassification(counted) {
      classifications.inc({ sentiment: counted.sentiment, model: counted.model });
      if (counted.isUndecided) undecided.inc({ model: counted.model });
      length.observe(counted.length);
      coverage.observe(counted.coverage);
      // Classes in no order have none.
      if (counted.valence !== undefined) valence.observe(counted.valence);
    },
  };
}

/**
 * The same metrics in the other format. prom-client takes the suffix `_total` from the names of counters for it, and
 * for good, so it is given names of its own.
 */
function toOpenMetrics(registry: Registry): Registry {
  const copy = new Registry();
  copy.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as never); // typed as the one it begins with
  for (const metric of registry.getMetricsAsArray()) {
    const get = async () => {
      const seen = await (metric as unknown as Counter).get();
      return { ...seen, name: seen.name.replace(/_total$/, '') };
    };
    copy.registerMetric({ name: metric.name, type: metric.type, get } as never);
  }
  return copy;
}

/** The labels of every request; as the conventions have it, none for a route where none was found. */
function labelsOf(method: string, route: string | undefined) {
  return {
    http_request_method: METHODS.has(method) ? method : '_OTHER',
    url_scheme: 'http',
    ...(route !== undefined && { http_route: route }),
  };
}
