import { describe, expect, test } from 'vitest';
import { SENTIMENTS } from '../../../../classifier/src/index.ts';
import { type Drawing, SENTIMENT_COLORS } from '../../../../scripts/charts/draw-chart.ts';
import {
  drawClasses,
  drawGrowth,
  drawLeakage,
  drawLengths,
} from '../../../../scripts/explore/data/charts.ts';
import { expectFigures, expectWhole, fillsOf, LONG_TITLE, textsOf } from '../../../helpers/chart-texts.ts';

const classes = await drawClasses(LONG_TITLE, [1000, 20, 50, 0, 930]);
const lengths = await drawLengths(LONG_TITLE, {
  median: 1,
  percentile95: 9,
  longest: 9,
  bins: [
    { name: '1', numTexts: [1, 2, 3, 4, 5] },
    { name: '5–8', numTexts: [0, 0, 9, 0, 0] },
  ],
});

describe('a chart holds its title in lines, its labels and its figures', () => {
  test('of classes', () => {
    const numbers = ['1,000 (50 %)', '20 (1.0 %)', '50 (2.5 %)', '0 (0 %)', '930 (47 %)'];
    expectWhole(classes, [...SENTIMENTS, ...numbers]);
  });

  test('of lengths', () => {
    expectWhole(lengths, [...SENTIMENTS, '1', '5–8', 'tokens', 'share of texts', '0%', '100%']);
  });

  test('of growth', async () => {
    const points = [
      { numSentences: 0, numWords: 0 },
      { numSentences: 100, numWords: 600 },
    ];
    const drawing = await drawGrowth(LONG_TITLE, { points, shareNew: 0, shareOnce: 0 }, 'sentence');
    expectWhole(drawing, ['sentences read', 'distinct words', '0', '100', '600']);
  });

  test('of leakage', async () => {
    const halves = [
      { split: 'text by text', shareOverlapping: 0.97, memoryAccuracy: 0.61, majorityAccuracy: 0.51 },
      { split: 'group by group', shareOverlapping: 0.12, memoryAccuracy: 0.53, majorityAccuracy: 0.5 },
    ] as const;
    expectWhole(await drawLeakage(LONG_TITLE, halves, 'sentence'), [
      ...['at random', 'by sentence', 'overlaps with the training set', 'accuracy of a lookup table'],
      ...['97 %', '61 %', '51 %', '12 %', '53 %', '50 %'],
    ]);
  });
});

test('the classes have the colors of the sentiments', () => {
  for (const { svg } of [classes, lengths]) {
    expect([...fillsOf(svg)]).toEqual(expect.arrayContaining([...SENTIMENT_COLORS]));
  }
});

test('splits and axes are called after texts where there are no sentences', async () => {
  const halves = (['text by text', 'group by group'] as const).map((split) => ({
    ...{ split, shareOverlapping: 0, memoryAccuracy: 0, majorityAccuracy: 0 },
  }));
  const drawings = await Promise.all([
    drawLeakage('', halves, 'text'),
    drawGrowth('', { points: [{ numSentences: 1, numWords: 1 }], shareNew: 0, shareOnce: 0 }, 'text'),
  ]);
  const texts = drawings.flatMap(({ svg }) => textsOf(svg));
  expect(texts).toEqual(expect.arrayContaining(['with equal texts together', 'texts read']));
  expect(texts.filter((text) => text.includes('sentence'))).toEqual([]);
});

describe('what there is none of', () => {
  const empty = { median: 0, percentile95: 0, longest: 0, bins: [] };
  const noGrowth = { points: [{ numSentences: 0, numWords: 0 }], shareNew: 0, shareOnce: 0 };
  test.each<[string, () => Promise<Drawing>]>([
    ['classes but one', () => drawClasses('title', [0, 0, 0, 0, 1])],
    ['lengths', () => drawLengths('title', empty)],
    [
      'lengths but one, of one class',
      () => drawLengths('title', { ...empty, bins: [{ name: '1', numTexts: [0, 0, 0, 0, 1] }] }),
    ],
    ['sentences', () => drawGrowth('title', noGrowth, 'text')],
  ])('is drawn without failing: %s', async (_, draw) => {
    const { svg } = await draw();
    expect(textsOf(svg)).toContain('title');
    expectFigures(svg);
  });
});
