/** The five sentiments of the models in this package, from worst to best; the index of a sentiment is its label. */
export const SENTIMENTS = [
  'negative',
  'somewhat negative',
  'neutral',
  'somewhat positive',
  'positive',
] as const;
