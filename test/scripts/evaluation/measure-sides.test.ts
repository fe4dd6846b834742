import { describe, expect, test } from 'vitest';
import { SENTIMENTS } from '../../../classifier/src/index.ts';
import { measureSides } from '../../../scripts/evaluation/measure-sides.ts';

const classifier = (labels: readonly string[]) =>
  ({ header: { labels } }) as unknown as Parameters<typeof measureSides>[0];
const place = (text: string, i: number) => ({ text, group: text, line: i });
const FIVE = classifier(SENTIMENTS);
const measure = (rows: readonly { label: number; stars?: number; valence: number }[]) =>
  measureSides(
    FIVE,
    rows.map(({ valence: _, ...row }, i) => ({ ...place('a film', i), ...row })),
    [],
    rows.map(({ valence }) => valence),
  );

describe('the measures by sides', () => {
  test('count a text whose valence is on its side, and none in the very middle', () => {
    const { rightSide } = measure([
      { label: 0, valence: 1.9 },
      { label: 1, valence: 2.1 },
      { label: 3, valence: 2 },
      { label: 4, valence: 2.1 },
    ]);
    expect(rightSide).toEqual({ count: 4, share: 0.5 });
  });

  test('leave out texts of the middle class, which have no side', () => {
    expect(measure([{ label: 2, valence: 4 }])).toEqual({ rightSide: { count: 0, share: 0 }, byLength: [] });
  });

  test('take the side of texts without a label, and the middle of the model’s own scale', () => {
    const sided = [
      { ...place('a lamp', 0), side: 'negative' as const },
      { ...place('a book', 1), side: 'positive' as const },
    ];
    expect(measureSides(classifier(['bad', 'good']), [], sided, [0.4, 0.4]).rightSide).toEqual({
      count: 2,
      share: 0.5,
    });
  });

  test('are told by length, those lengths that occur', () => {
    const texts = [1, 20, 21, 401].map((length, i) => ({ ...place('film '.repeat(length), i), label: 4 }));
    expect(measureSides(FIVE, texts, [], [3, 1, 3, 3]).byLength).toEqual([
      { tokens: '1 to 20', count: 2, share: 0.5 },
      { tokens: '21 to 100', count: 1, share: 1 },
      { tokens: '401 or more', count: 1, share: 1 },
    ]);
  });

  test('tell how valence goes with stars, of the middle too', () => {
    const rows = [1, 3, 5].map((stars, i) => ({ label: 2 * i, stars, valence: 1 + i }));
    expect(measure(rows).correlation).toEqual({ count: 3, r: expect.closeTo(1, 12) });
    expect(measure(rows.toReversed().map((row, i) => ({ ...row, valence: i }))).correlation!.r).toBeCloseTo(
      -1,
    );
    expect(measure(rows.slice(0, 1)).correlation).toBeUndefined();
  });
});
