import { expect, test } from 'vitest';
import { createLinearModel } from '../../../classifier/src/linear/linear.ts';
import { balanceClasses } from '../../../classifier/training/class-weights.ts';
import { LINEAR_DEFAULTS, trainLinear } from '../../../classifier/training/linear/train-linear.ts';

test('all classes count alike, and a text one on average', () => {
  // Six texts of three classes: each class counts 2, so a text of the first 2 / 3, of the others 1 and 2.
  const weights = balanceClasses([0, 0, 0, 1, 1, 3], 4);
  expect(weights).toEqual([2 / 3, 1, 0, 2]);
});

test('a rare class is found more often where classes are balanced', async () => {
  // Every tenth text is of class 1, and its word stands in some texts of class 0 too.
  const texts = Array.from({ length: 200 }, (_, i) => ({
    words: ['the', 'film', i % 10 === 0 || i % 4 === 1 ? 'odd' : 'plain', `w${i % 7}`],
    label: Number(i % 10 === 0),
    group: String(i),
  }));
  const numFound = async (classWeights?: readonly number[]): Promise<number> => {
    const { toWord, predict } = createLinearModel(
      LINEAR_DEFAULTS,
      (await trainLinear(texts, 2, 1, { classWeights })).arrays,
    );
    const odd = texts.filter(({ label }) => label === 1);
    const read = odd.map(({ words }) => words.map((normal) => toWord({ normal, isWord: true })));
    return predict(read).filter(({ probabilities }) => probabilities[1]! > 0.5).length;
  };
  expect(await numFound()).toBe(0);
  expect(
    await numFound(
      balanceClasses(
        texts.map(({ label }) => label),
        2,
      ),
    ),
  ).toBe(20);
});
