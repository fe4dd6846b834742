import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Classification } from '../../classifier/src/index.ts';
import type { RecordCounts } from './recorder.ts';

/** The bucket bounds for request durations in OpenTelemetry's conventions, in seconds. */
const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const LENGTH_BUCKETS = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000];
const COVERAGE_BUCKETS = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1];
const VALENCE_BUCKETS = [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4];
/** Gauges of prom-client with a counter's suffix, which promtool refuses. Other gauges have the same values by type. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];
/** The methods that are used as label values. Clients could invent any number of others. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH']);

/** The values that the metrics count for a classified text. */
export interface Counted extends Pick<Classification, 'sentiment' | 'model' | 'valence' | 'coverage'> {
  /** The length of the text, in UTF-16 code units. */
  length: number;
  /** Whether no class reached the requested confidence. */
  isUndecided: boolean;
}

/** The content types of metrics: Prometheus' text format, and OpenMetrics. */
export const METRICS_FORMATS = [Registry.PROMETHEUS_CONTENT_TYPE, Registry.OPENMETRICS_CONTENT_TYPE] as const;
type MetricsFormat = (typeof METRICS_FORMATS)[number];

/** The metrics for Prometheus. Labels hold no client's text, and have few values each. */
export interface ServiceMetrics {
  /** Returns all metrics in Prometheus' text format, or in OpenMetrics. */
  read(format: MetricsFormat): Promise<string>;
  /**
   * Counts an answered request.
   * @param route the route's template; undefined if no route matched
   */
  countRequest(method: string, route: string | undefined, status: number, seconds: number): void;
  /** Counts a request whose connection closed before the end of the response. */
  countAborted(method: string, route: string | undefined, seconds: number): void;
  /** Counts a classified text. */
  countClassification(counted: Counted): void;
}

/**
 * Creates metrics with the names and units of OpenTelemetry's semantic conventions, in Prometheus' spelling.
 * @param numLinesDropped returns the number of log lines dropped
 * @param recordCounts returns the outcomes of recorded texts; undefined without a recorder
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
    help: 'Texts without a class, since none reached the requested confidence.',
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
    help: 'Share of the words in a text that the model knows.',
    buckets: COVERAGE_BUCKETS,
    registers,
  });
  const valence = new Histogram({
    name: 'sentiment_valence',
    help: 'Expected label of a text, from 0 (negative) to the number of classes minus one (positive).',
    buckets: VALENCE_BUCKETS,
    registers,
  });
  new Counter({
    name: 'log_lines_dropped_total',
    help: 'Log lines dropped because the log could not be written.',
    registers,
    collect() {
      this.reset();
      this.inc(numLinesDropped());
    },
  });
  if (recordCounts) {
    new Counter({
      name: 'sentiment_records_total',
      help: 'Texts to record, by outcome: sent, full (the queue was full) or failed.',
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
          // By the conventions, only a server error has an error type.
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
      // Classes without an order have no valence.
      if (counted.valence !== undefined) valence.observe(counted.valence);
    },
  };
}

/**
 * Copies a registry for OpenMetrics. prom-client strips the suffix `_total` from counters permanently in this format,
 * so it gets copies of them.
 */
function toOpenMetrics(registry: Registry): Registry {
  const copy = new Registry();
  copy.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as never); // the type allows only the default content type
  for (const metric of registry.getMetricsAsArray()) {
    const get = async () => {
      const seen = await (metric as unknown as Counter).get();
      return { ...seen, name: seen.name.replace(/_total$/, '') };
    };
    copy.registerMetric({ name: metric.name, type: metric.type, get } as never);
  }
  return copy;
}

/** The labels of every request. By the conventions, the route label is absent if no route matched. */
function labelsOf(method: string, route: string | undefined) {
  return {
    http_request_method: METHODS.has(method) ? method : '_OTHER',
    url_scheme: 'http',
    ...(route !== undefined && { http_route: route }),
  };
}
