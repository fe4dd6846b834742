/**
 * How much a text of each class counts in training so that all classes count alike:  w_k = numTexts / (numPresent · n_k),
 * with a mean of 1 over the texts; 0 for a class without texts.
 * @param labels shape [numTexts], 0..numClasses − 1
 * @returns shape [numClasses]
 */
export function balanceClasses(labels: readonly number[], numClasses: number): number[] {
  const counts = new Array<number>(numClasses).fill(0);
  for (const label of labels) counts[label]!++;
  const numPresent = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 0 : labels.length / (numPresent * count)));
}
