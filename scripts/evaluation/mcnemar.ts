/**
 * The two-sided p-value of McNemar's test (1947) in its exact form. If both systems are equally good, each text that
 * only one gets right belongs to either with probability 1/2. The test is valid for any number of texts.
 * @param numFirst the number of texts that only the first system gets right
 * @param numSecond the number of texts that only the second system gets right
 * @returns 0..1
 */
export function testMcNemar(numFirst: number, numSecond: number): number {
  const total = numFirst + numSecond;
  const fewer = Math.min(numFirst, numSecond);
  // The logarithms of the binomial probabilities; the first probability is 2^−total.
  let logProbability = -total * Math.LN2;
  let tail = Math.exp(logProbability);
  for (let i = 1; i <= fewer; i++) {
    logProbability += Math.log((total - i + 1) / i);
    tail += Math.exp(logProbability);
  }
  return Math.min(1, 2 * tail);
}
