/** The capabilities that the suite tests. Each has a file of cases with its name in `cases/`. */
export const CAPABILITIES = [
  'vocabulary',
  'robustness',
  'names and places',
  'fairness',
  'negation',
  'time',
  'comparison',
  'whose opinion',
  'questions',
  'emphasis',
  'but clauses',
  'irony and wishes',
  'html',
  'apostrophes',
  'invisible characters',
  'links handles hashtags',
  'stretched words and marks',
  'emoji and emoticons',
  'ratings',
] as const;
/** The name of a capability. */
export type Capability = (typeof CAPABILITIES)[number];
