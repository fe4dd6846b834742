import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import type { StepwiseClassifier } from '../classifier/src/index.ts';
import { limitsOf } from './contract/limits.ts';
import type { Encoder } from './encoder/index.ts';
import { accountMemory } from './memory/account.ts';
import { createMemoryBudget } from './memory/budget.ts';
import { addRoutes } from './routes/index.ts';
import { followArrivals } from './service/arrivals.ts';
import { createTextClassifier } from './service/classify-text.ts';
import { createDrain, type Drain, holdRequests } from './service/drain.ts';
import { createMetrics } from './service/metrics.ts';
import { observeRequests } from './service/observe-requests.ts';
import { paceRefusals } from './service/pace-refusals.ts';
import { createPartWorkers } from './service/part-workers.ts';
import type { Recorder } from './service/recorder.ts';
import type { Service } from './service/service.ts';
import { shedLoad } from './service/shed-load.ts';
import type { Spans } from './service/spans.ts';
import { createTimeSlices } from './service/time-slices.ts';
import { allowOrigins } from './wire/allow-origins.ts';
import { addAnswerHeaders } from './wire/answer-headers.ts';
import { checkHeads } from './wire/check-head.ts';
import { compressAnswers } from './wire/compress-answers.ts';
import { createServer } from './wire/create-server.ts';
import type { PartAnswer, PartTask } from './workers/answer-parts.ts';
import { createWorkerPool, type WorkerPool, type WorkerPoolOptions } from './workers/pool.ts';

/** The options of `buildApp` and `buildService`. */
export interface AppOptions {
  /** The loaded model. */
  classifier: StepwiseClassifier;
  /** The encoder of a transformer; undefined for other kinds. */
  encoder?: Pick<Encoder, 'numThreads' | 'waitMs' | 'onDeath'> | undefined;
  /** Whether CloudEvents are the only requests accepted. */
  isEventsOnly?: boolean;
  /** Whether the Open Inference Protocol is served too. */
  hasInferenceProtocol?: boolean;
  /** The `source` of reply events; `DEFAULT_EVENT_SOURCE` by default. */
  eventSource?: string | undefined;
  /** The origins whose pages may call the service, or `*` for all; none by default. */
  corsOrigins?: '*' | readonly string[] | undefined;
  /** The memory that requests may use, in bytes; unlimited by default. */
  memoryBytes?: number;
  /** The number of worker threads for batches and streams, and how to start one. None by default. */
  workers?: Pick<WorkerPoolOptions, 'size' | 'start'> | undefined;
  /** Whether responses are compressed on request. Off by default, since some edges handle only text. */
  compressesAnswers?: boolean;
  /** Traces requests as spans; no tracing by default. */
  spans?: Spans | undefined;
  /** Sends texts and their answers to a sink; nothing is recorded by default. */
  recorder?: Recorder | undefined;
  /** The shutdown state of the process; by default it never shuts down. */
  drain?: Drain;
  /** Fastify's `logger` option; no log by default. */
  logger?: FastifyServerOptions['logger'];
  /** Returns the number of log lines dropped so far. */
  numLinesDropped?: () => number;
}

/** The default `source` of reply events. */
export const DEFAULT_EVENT_SOURCE = '/movie-sentiment';

/** Builds the app that every edge serves. It opens no port and reads no environment variable. */
export function buildApp(options: AppOptions): FastifyInstance {
  return buildService(options).app;
}

/** Builds the app and returns its service too, for an edge that also accepts texts without HTTP. */
export function buildService({
  classifier,
  encoder,
  isEventsOnly = false,
  hasInferenceProtocol = false,
  eventSource = DEFAULT_EVENT_SOURCE,
  corsOrigins = [],
  memoryBytes = Number.POSITIVE_INFINITY,
  workers,
  compressesAnswers = false,
  spans,
  recorder,
  drain = createDrain(),
  logger = false,
  numLinesDropped = () => 0,
}: AppOptions): { app: FastifyInstance; service: Service } {
  const app = createServer(logger);
  const metrics = createMetrics(numLinesDropped, recorder?.counts);
  const afterArrivals = followArrivals(app.server);
  const timeSlices = createTimeSlices({ held: drain.held, afterArrivals, ending: drain.ending });

  const reportFailure = (error: unknown): void => app.log.error({ err: error }, 'a text failed');
  const texts = createTextClassifier({
    classifier,
    timeSlices,
    metrics,
    drain,
    recorder,
    // One waits for a thread, so that no thread waits for a text.
    ...(encoder && { numAhead: encoder.numThreads + 1, reportFailure }),
  });
  const reportDeath = (error: Error): void => app.log.error({ err: error }, 'a worker thread died');
  encoder?.onDeath(reportDeath);
  const pool = workers && startPool(app, workers, reportDeath);
  const partWorkers = pool && createPartWorkers(pool, texts, metrics, drain, recorder);

  holdRequests(app, drain);
  allowOrigins(app, corsOrigins);
  if (compressesAnswers) compressAnswers(app);
  addAnswerHeaders(app, drain.isDraining);
  observeRequests(app, metrics, spans);
  checkHeads(app);
  const refuseLater = paceRefusals(drain.ending);
  const admitLongText = shedLoad({
    app,
    timeSlices,
    afterArrivals,
    refuseLater,
    workers: partWorkers,
    encoder,
  });
  const budget = createMemoryBudget(memoryBytes);
  const memory = accountMemory(app, budget, admitLongText, refuseLater, texts.numAhead);
  const service: Service = {
    classifier,
    limits: limitsOf(classifier.header),
    texts,
    timeSlices,
    workers: partWorkers,
    memory,
    metrics,
    isEventsOnly,
    hasInferenceProtocol,
    eventSource,
    drain,
  };
  addRoutes(app, service);
  return { app, service };
}

/** Creates a worker pool that closes with the app. */
function startPool(
  app: FastifyInstance,
  workers: Pick<WorkerPoolOptions, 'size' | 'start'>,
  onDeath: (error: Error) => void,
): WorkerPool<PartTask, PartAnswer> {
  const pool = createWorkerPool<PartTask, PartAnswer>({ ...workers, onDeath });
  app.addHook('onClose', () => pool.close());
  return pool;
}
