/** The five sentiments from worst to best; a sentiment's place is its label. */
export const SENTIMENTS = [
  'negative',
  'somewhat negative',
  'neutral',
  'somewhat positive',
  'positive',
] as const;

/** The name of a label in words. */
export type Sentiment = (typeof SENTIMENTS)[number];

/** The number of classes: labels run from 0 to `NUM_CLASSES - 1`. */
export const NUM_CLASSES = SENTIMENTS.length;
