import type { Classifier } from '../../classifier/src/index.ts';
import type { RequestMemory } from '../memory/account.ts';
import type { TextClassifier } from './classify-text.ts';
import type { Drain } from './drain.ts';
import type { ServiceMetrics } from './metrics.ts';
import type { PartWorkers } from './part-workers.ts';
import type { TimeSlices } from './time-slices.ts';

/** What the routes are built on: the same for every request of an app. */
export interface Service {
  /** The model itself, for its description. */
  classifier: Classifier;
  /** Classifies the texts of requests, and counts them. */
  texts: TextClassifier;
  /** Shares the process among long jobs. */
  timeSlices: TimeSlices;
  /** The threads that share batches and streams; undefined where the process has none. */
  workers: PartWorkers | undefined;
  /** The account of the memory that requests take. */
  memory: RequestMemory;
  /** The metrics for Prometheus. */
  metrics: ServiceMetrics;
  /** Whether only events are accepted, and no other way to send a text. */
  isEventsOnly: boolean;
  /** Whether the Open Inference Protocol is served too. */
  hasInferenceProtocol: boolean;
  /** The `source` of reply events. */
  eventSource: string;
  /** The stop of the process. */
  drain: Drain;
}
