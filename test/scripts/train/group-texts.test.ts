import { beforeEach, describe, expect, test, vi } from 'vitest';
import { groupTexts } from '../../../scripts/training/group-texts.ts';

const REVIEW = 'a film that is much too long for the little that it has to say about its people';
const toTexts = (texts: string[]) => texts.map((text) => ({ text, group: text }));

describe('texts that no column groups', () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => {});
  beforeEach(() => void told.mockClear());

  test('are grouped by near-duplicates, and a line says how many these are', () => {
    const grouped = groupTexts(toTexts([REVIEW, 'Good.', `${REVIEW}!`, 'good']), 1);
    expect(grouped.map(({ group }) => group)).toEqual([REVIEW, 'Good.', REVIEW, 'Good.']);
    expect(told.mock.calls).toEqual([
      [
        '4 of 4 texts are near-duplicates of others; these are kept together wherever texts are split or resampled',
      ],
    ]);
  });

  test('stay alone where none is near another', () => {
    const texts = toTexts([REVIEW, 'Good.']);
    expect(groupTexts(texts, 1)).toEqual(texts);
    expect(told.mock.calls).toEqual([['none of 2 texts is a near-duplicate of another']]);
  });

  test('stand beside those that a column groups, which stay as they are', () => {
    const texts = [
      { text: REVIEW, group: '7' },
      { text: 'Good.', group: '7' },
    ];
    expect(groupTexts(texts, 1)).toEqual(texts);
    expect(told).not.toHaveBeenCalled();
    expect(groupTexts([...texts, ...toTexts(['Good.', 'good'])], 1).map(({ group }) => group)).toEqual([
      '7',
      '7',
      'Good.',
      'Good.',
    ]);
  });
});
