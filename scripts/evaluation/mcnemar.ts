/**
 * The two-sided p-value of McNemar's test (1947) in its exact form: of the texts that one system alone gets right, each
 * has it with a chance of one half, if both are as good. It holds for few texts and for many.
 * @param numFirst how many texts the first system alone gets right
 * @param numSecond likewise
 */
export function testMcNemar(numFirst: number, numSecond: number): number {
  const total = numFirst + numSecond;
  const fewer = Math.min(numFirst, numSecond);
  // The logarithms of the binomial probabilities, of which the first is 2^−total.
  let logProbability = -total * Math.LN2;
  let tail = Math.exp(logProbability);
  for (let i = 1; i <= fewer; i++) {
    logProbability += Math.log((total - i + 1) / i);
    tail += Math.exp(logProbability);
  }
  return Math.min(1, 2 * tail);
}
