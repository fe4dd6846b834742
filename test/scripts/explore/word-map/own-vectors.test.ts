import { expect, test } from 'vitest';
import { trainOwnVectors } from '../../../../scripts/explore/word-map/own-vectors.ts';
import { repeat } from '../../../helpers/make-sentence.ts';

test('vectors are trained of the words that stand twice', async () => {
  const sentences = [...repeat(30, 'a good film with a good plot', 4), ...repeat(1, 'another film', 2)];
  const table = await trainOwnVectors(sentences, 1);
  expect(table).toMatchObject({
    name: 'own',
    numDimensions: 100,
    words: ['a', 'good', 'film', 'with', 'plot'],
  });
  expect(table!.vectors.every(Number.isFinite)).toBe(true);
  expect((await trainOwnVectors(sentences, 1))!.vectors).toEqual(table!.vectors);
});

test('none are where no word does, and where there are too few to learn from', async () => {
  expect(await trainOwnVectors(repeat(3, 'film', 4), 1)).toBeUndefined();
  expect(await trainOwnVectors(repeat(3, 'a good film', 4), 1)).toBeUndefined();
  expect(await trainOwnVectors(repeat(1, 'a good film', 4), 1)).toBeUndefined();
  expect(await trainOwnVectors([], 1)).toBeUndefined();
});
