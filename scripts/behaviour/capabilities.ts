/** What the suite tries, each with a file of cases of its name in `cases/`. */
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
export type Capability = (typeof CAPABILITIES)[number];
