import type { ModelHeader } from '../../classifier/src/index.ts';

/** Describes how a text of several sentences is classified. */
export function describeTexts({ unit, texts, labels }: ModelHeader): string {
  if (unit === 'text') {
    return 'It reads a text as a whole, as it was trained. `classifySentences` gives the result of each sentence, found with wink-nlp and read as a text of its own.';
  }
  const read =
    'Its sentences are found with wink-nlp and judged one by one; `classifySentences` gives the result of each. A very long sentence is read in parts, whose mean it is.';
  if (texts === undefined) {
    return `${read} The probabilities of the text are the mean of theirs, each sentence counting by its number of words, at least one.`;
  }
  const { strength, uncertainty, first, last, exponent, bias, polarityNgrams } = texts;
  const rows = {
    'its distance from the middle of the scale, 0 to 1': strength,
    'its uncertainty: the entropy of its probabilities': uncertainty,
    'being the first': first,
    'being the last': last,
  };
  return [
    `${read} The probabilities of the text are a weighted geometric mean of theirs (a logarithmic opinion pool, Genest and Zidek 1986). How much each sentence counts was learned from whole texts (\`train --texts\`). What is said twice counts once. One sentence alone is the text.`,
    [
      '| a sentence counts by the exponential of, times | weight |',
      '| --- | --- |',
      ...Object.entries(rows).map(([what, weight]) => `| ${what} | ${weight} |`),
    ].join('\n'),
    `The logarithms of n sentences count n to the power of ${exponent}. To those of the classes ${labels.map((name, k) => `${name} ${bias[k]}`).join(', ')} is added, times (n − 1) / (n + 8).`,
    `With the same factor a logistic regression on the n-grams of the whole text, of up to ${polarityNgrams} words, moves the classes along the scale: it knows what reviews say in other words than short phrases do. It was learned together with the weights above.`,
  ].join('\n\n');
}
