import { problem } from '../contract/problems.ts';
import type { PartAnswer, PartTask, TextsOrLines } from '../workers/answer-parts.ts';
import { TASKS_PER_THREAD, type WorkerPool } from '../workers/pool.ts';
import type { ClassifyInSteps, TextClassifier } from './classify-text.ts';
import type { Drain } from './drain.ts';
import type { ServiceMetrics } from './metrics.ts';
import type { Recorder } from './recorder.ts';

/** Threads that answer parts of batches and streams, while the main thread answers all else. */
export interface PartWorkers {
  /** How many parts of one request may be begun and not yet taken by its client. */
  readonly numAhead: number;
  /** Whether a thread can take parts. The first call starts them; until then the main thread is quicker. */
  isReady(): boolean;
  /** How many requests' parts wait for a thread, about. */
  numWaiting(): number;
  /**
   * Has a thread answer a part, and counts and records what it has classified.
   * @param isWanted asked when its turn comes
   * @returns the answer in UTF-8; or how the main thread is to classify its texts instead: as ever where no thread has
   *   begun it, and by refusing each where two threads died of it
   */
  answer(part: TextsOrLines, isWanted: () => boolean): Promise<Uint8Array | ClassifyInSteps>;
}

/** Has a pool of threads answer parts for the routes. Those whose turn has not come when the process ends come back. */
export function createPartWorkers(
  pool: WorkerPool<PartTask, PartAnswer>,
  texts: TextClassifier,
  metrics: ServiceMetrics,
  { ending }: Drain,
  recorder?: Recorder,
): PartWorkers {
  const numAhead = TASKS_PER_THREAD * pool.size;
  return {
    numAhead,
    isReady: pool.isReady,
    numWaiting: () => Math.floor(pool.numWaiting() / numAhead),
    async answer(part, isWanted) {
      let answer: PartAnswer | undefined;
      try {
        answer = await pool.run(
          { ...part, recordShare: recorder?.share ?? 0 },
          () => !ending.aborted && isWanted(),
        );
      } catch {
        return refuse; // what it died of is in the log
      }
      if (!answer) return texts.classifyInSteps;
      for (const counted of answer.counted) metrics.countClassification(counted);
      for (const recorded of answer.recorded) recorder?.record(recorded);
      return answer.json;
    },
  };
}

/** Refuses a text that no thread could answer. */
const refuse: ClassifyInSteps = (_text, _options, pointer = '/mytext') => {
  throw problem(
    'internal-error',
    'The server failed on this text or one beside it; its log says why.',
    pointer,
  );
};
