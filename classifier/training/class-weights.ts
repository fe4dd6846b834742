/**
 * The weight of a text of each class in training, so that all classes count equally:  w_k = numTexts / (numPresent ·
 * n_k). The mean over the texts is 1; a class without texts gets 0.
 * @param labels shape [numTexts], 0..numClasses − 1
 * @returns shape [numClasses]
 */
export function balanceClasses(labels: readonly number[], numClasses: number): number[] {
  const counts = new Array<number>(numClasses).fill(0);
  for (const label of labels) counts[label]!++;
  const numPresent = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 0 : labels.length / (numPresent * count)));
}
