import type { StepwiseClassifier } from '../../classifier/src/index.ts';
import type { Limits } from '../contract/limits.ts';
import type { RequestMemory } from '../memory/account.ts';
import type { TextClassifier } from './classify-text.ts';
import type { Drain } from './drain.ts';
import type { ServiceMetrics } from './metrics.ts';
import type { PartWorkers } from './part-workers.ts';
import type { TimeSlices } from './time-slices.ts';

/** The parts of an app that all its routes share. */
export interface Service {
  /** The loaded model. */
  classifier: StepwiseClassifier;
  /** The limits for its kind. */
  limits: Limits;
  /** Classifies the texts of requests, and counts them. */
  texts: TextClassifier;
  /** Shares processor time among long jobs. */
  timeSlices: TimeSlices;
  /** The worker threads for batches and streams; undefined if there are none. */
  workers: PartWorkers | undefined;
  /** Reserves the memory of requests. */
  memory: RequestMemory;
  /** The metrics for Prometheus. */
  metrics: ServiceMetrics;
  /** Whether CloudEvents are the only requests accepted. */
  isEventsOnly: boolean;
  /** Whether the Open Inference Protocol is served too. */
  hasInferenceProtocol: boolean;
  /** The `source` of reply events. */
  eventSource: string;
  /** The shutdown state of the process. */
  drain: Drain;
}
