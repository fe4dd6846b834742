import { describe, expect, test } from 'vitest';
import { SENTIMENTS } from '../../../../classifier/src/index.ts';
import { type Drawing, SENTIMENT_COLORS } from '../../../../scripts/charts/draw-chart.ts';
import {
  drawNegatedWords,
  drawNegationByClass,
  drawWhyNegative,
} from '../../../../scripts/explore/negation/charts.ts';
import type { Negation } from '../../../../scripts/explore/negation/study.ts';
import { REASONS, type WhyNegative } from '../../../../scripts/explore/negation/why-negative.ts';
import { expectFigures, expectWhole, fillsOf, LONG_TITLE, textsOf } from '../../../helpers/chart-texts.ts';

const NO_USE = { numWords: 0, numUses: 0, numTurned: 0, shareWithout: undefined };
const NEGATION: Negation = {
  shareOfSentences: 0.2,
  shareByClass: [0.31, 0.22, 0.13, 0.04, 0],
  words: [
    { word: 'funny', plain: 3.6, numPlain: 9, negated: 1.2, numNegated: 5 },
    { word: 'bad', plain: 0.5, numPlain: 9, negated: 2.5, numNegated: 4 },
    { word: 'film', plain: 2, numPlain: 9, negated: 1, numNegated: 3 },
  ],
  leaning: [],
  byDistance: [],
  turned: { positive: NO_USE, negative: NO_USE },
  examples: [],
};
const STUDY: WhyNegative = {
  word: 'funny',
  plain: 3.6,
  numNegative: 1234,
  shareOfNegative: 0.01,
  shareOfPositive: 0.02,
  reasons: {
    negated: { share: 0.5, shareOfPositive: 0, examples: [] },
    unfulfilled: { share: 0.5, shareOfPositive: 0, examples: [] },
    contrast: { share: 0, shareOfPositive: 0, examples: [] },
    unexplained: { share: 0, shareOfPositive: 0, examples: [] },
  },
};

const byClass = await drawNegationByClass(LONG_TITLE, NEGATION, 'sentence');
const negatedWords = await drawNegatedWords(LONG_TITLE, NEGATION);
const whyNegative = await drawWhyNegative(LONG_TITLE, [STUDY], 'sentence');

test.each<[string, Drawing, string[]]>([
  ['negation by class', byClass, [...SENTIMENTS, '31 %', '22 %', '13 %', '4.0 %', '0 %']],
  ['negated words', negatedWords, ['funny', 'bad', 'without a negation', 'in its reach', '0', '4']],
  ['why negative', whyNegative, ['funny (1,234)', ...Object.values(REASONS)]],
])('the chart of %s holds its title in lines, its labels and its figures', (_, drawing, texts) => {
  expectWhole(drawing, texts);
});

test('the classes have the colors of the sentiments', () => {
  expect([...fillsOf(byClass.svg)]).toEqual(expect.arrayContaining([...SENTIMENT_COLORS]));
});

test('the reasons have other colors', () => {
  for (const color of SENTIMENT_COLORS) expect(fillsOf(whyNegative.svg)).not.toContain(color);
});

test('nothing is called after sentences where there are none', async () => {
  const drawings = await Promise.all([
    drawWhyNegative('', [STUDY], 'text'),
    drawNegationByClass('', NEGATION, 'text'),
  ]);
  const texts = drawings.flatMap(({ svg }) => textsOf(svg));
  expect(texts.filter((text) => text.includes('sentence'))).toEqual([]);
});

test('of negated words those are left out that do not lean to a side', () => {
  expect(textsOf(negatedWords.svg)).not.toContain('film');
});

describe('what there is none of', () => {
  test.each<[string, () => Promise<Drawing>]>([
    ['negations', () => drawNegationByClass('title', { ...NEGATION, shareByClass: [0, 0, 0, 0, 0] }, 'text')],
    ['words that lean', () => drawNegatedWords('title', { ...NEGATION, words: [] })],
  ])('is drawn without failing: %s', async (_, draw) => {
    const { svg } = await draw();
    expect(textsOf(svg)).toContain('title');
    expectFigures(svg);
  });
});
