import { problem } from '../contract/problems.ts';
import type { PartAnswer, PartTask, TextsOrLines } from '../workers/answer-parts.ts';
import { TASKS_PER_THREAD, type WorkerPool } from '../workers/pool.ts';
import type { ClassifyInSteps, TextClassifier } from './classify-text.ts';
import type { Drain } from './drain.ts';
import type { ServiceMetrics } from './metrics.ts';
import type { Recorder } from './recorder.ts';

/** Worker threads that answer parts of batches and streams. */
export interface PartWorkers {
  /** The most parts of one request that are begun and not yet read by its client. */
  readonly numAhead: number;
  /** Whether a thread is ready. The first call starts the threads; until they are ready the main thread is faster. */
  isReady(): boolean;
  /** Returns roughly how many requests have parts that wait for a thread. */
  numWaiting(): number;
  /**
   * Has a thread answer a part, and counts and records its classifications.
   * @param isWanted asked before a thread begins the part
   * @returns the answer in UTF-8, or a function with which the main thread classifies the texts instead. That function
   *   classifies as usual if no thread began the part, and refuses each text if two threads died of it.
   */
  answer(part: TextsOrLines, isWanted: () => boolean): Promise<Uint8Array | ClassifyInSteps>;
}

/** Creates part workers on a pool of threads. Parts that still wait at shutdown go back to the main thread. */
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
        return refuse; // the log has the error
      }
      if (!answer) return texts.classifyInSteps;
      for (const counted of answer.counted) metrics.countClassification(counted);
      for (const recorded of answer.recorded) recorder?.record(recorded);
      return answer.json;
    },
  };
}

/** Refuses a text of a part that killed two threads. */
const refuse: ClassifyInSteps = (_text, _options, pointer = '/mytext') => {
  throw problem(
    'internal-error',
    'The server failed on this text or one near it; see the log of the server.',
    pointer,
  );
};
