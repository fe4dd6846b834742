import { expect, test } from 'vitest';
import { createRandom } from '../../../classifier/training/index.ts';
import { createDistinctTexts } from '../../../scripts/bench/distinct-texts.ts';

const SENTENCES = Array.from({ length: 100 }, (_, i) => `The film of number ${i} is as good as it is long.`);

test.each([100, 1000, 10_000])(
  'texts of %i characters have that length, and no two are the same',
  (length) => {
    const next = createDistinctTexts(SENTENCES, length, createRandom(1));
    const texts = Array.from({ length: 500 }, next);
    expect(new Set(texts.map((text) => text.length))).toEqual(new Set([length]));
    expect(new Set(texts).size).toBe(500);
  },
);

test('a text is made of whole words of sentences but for its end', () => {
  const text = createDistinctTexts(SENTENCES, 100, createRandom(1))();
  const words = new Set(SENTENCES.flatMap((sentence) => sentence.split(' ')));
  for (const word of text.split(' ').slice(0, -1)) expect(words).toContain(word);
});

test('the same seed gives the same texts, another one others', () => {
  const draw = (seed: number) => createDistinctTexts(SENTENCES, 1000, createRandom(seed))();
  expect(draw(1)).toBe(draw(1));
  expect(draw(2)).not.toBe(draw(1));
});

test('sentences that are too few for another text are an error', () => {
  const next = createDistinctTexts(['Good.'], 5, createRandom(1));
  expect(next()).toBe('Good.');
  expect(next).toThrow('1 sentences are too few for more than 1 distinct texts');
});
