const NANOSECONDS = 1e6;

/** The number of inferences since the start, in the format of Triton's statistics extension. */
export interface Statistics {
  /** Counts an answered request. @param ms its duration, in milliseconds */
  count(numTexts: number, ms: number): void;
  /** Counts a request that was refused or failed. @param ms its duration, in milliseconds */
  countFailure(ms: number): void;
  /** Returns the statistics for the response. */
  read(): object;
}

/** Creates statistics without inferences. */
export function createStatistics(): Statistics {
  let lastInference = 0;
  let numTexts = 0;
  const success = { count: 0, ns: 0 };
  const fail = { count: 0, ns: 0 };
  const add = (to: typeof success, ms: number): void => {
    to.count++;
    to.ns += Math.round(ms * NANOSECONDS);
  };
  return {
    count(more, ms) {
      lastInference = Date.now();
      numTexts += more;
      add(success, ms);
    },
    countFailure: (ms) => add(fail, ms),
    read: () => ({
      last_inference: lastInference,
      inference_count: numTexts,
      execution_count: success.count,
      inference_stats: { success, fail },
    }),
  };
}
