import { expect, test } from 'vitest';
import {
  countLabels,
  findLargest,
  meanLabel,
  noCounts,
  quantile,
  sum,
} from '../../../../scripts/explore/statistics/counting.ts';

test('labels are counted, those that no text has too', () => {
  expect(countLabels([{ label: 4 }, { label: 0 }, { label: 4 }])).toEqual([1, 0, 0, 0, 2]);
  expect(countLabels([])).toEqual(noCounts());
  expect(sum([])).toBe(0);
});

test('the mean label weighs each label by its count', () => {
  expect(meanLabel([1, 0, 0, 0, 3])).toBe(3); // (1·0 + 3·4) / 4
});

test('the largest of equal numbers is the first', () => {
  expect(findLargest([1, 7, 7])).toBe(1);
});

test('so large a share lies below a quantile', () => {
  const numbers = [1, 2, 3, 4, 5];
  expect([0, 0.5, 0.75, 1].map((share) => quantile(numbers, share))).toEqual([1, 3, 4, 5]);
});
