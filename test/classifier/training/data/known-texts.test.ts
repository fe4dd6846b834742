import { expect, test } from 'vitest';
import { createNewTextTest } from '../../../../classifier/training/data/known-texts.ts';

test('a text is new once, whatever its case, spaces and punctuation', () => {
  const isNew = createNewTextTest(["It does n't work .", '🙂']);
  expect(isNew("It doesn't work!")).toBe(false);
  expect(isNew('It does work.')).toBe(true);
  expect(isNew('It DOES work')).toBe(false);
  expect(isNew('🙂 ')).toBe(false);
  expect(isNew('🙁')).toBe(true);
});
