import { expect, test } from 'vitest';
import { isLeaning } from '../../../../scripts/explore/negation/turned.ts';

test('a word leans to a side where its mean is half a label or more from neutral', () => {
  expect([1.5, 1.51, 2, 2.49, 2.5].map(isLeaning)).toEqual([true, false, false, false, true]);
});
