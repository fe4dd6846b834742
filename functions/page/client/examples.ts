/** Texts to try, as pairs of name and text. Each shows another feature of results. */
export const EXAMPLES = [
  ['Praise', 'A film of quiet, stubborn grace.'],
  ['Negation', 'The jokes aren’t funny, and the story isn’t believable.'],
  ['Mixed feelings', 'plenty of funny quotes but ultimately fell flat'],
  [
    'Several sentences',
    'The first half is a delight. Then the plot collapses under its own cleverness. Still, the two leads are wonderful together.',
  ],
  ['Another language', 'Ein wunderbarer Film, den man so schnell nicht vergisst.'],
] as const;
