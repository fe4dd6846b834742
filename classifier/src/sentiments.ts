/** The five sentiments of the models that come along, from worst to best; a sentiment's place is its label. */
export const SENTIMENTS = [
  'negative',
  'somewhat negative',
  'neutral',
  'somewhat positive',
  'positive',
] as const;
