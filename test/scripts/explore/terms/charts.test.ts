import { expect, test } from 'vitest';
import { SENTIMENTS } from '../../../../classifier/src/index.ts';
import { SENTIMENT_COLORS } from '../../../../scripts/charts/draw-chart.ts';
import { drawTerms } from '../../../../scripts/explore/terms/charts.ts';
import type { Term, TermStudy } from '../../../../scripts/explore/terms/study.ts';
import { expectFigures, expectWhole, fillsOf, LONG_TITLE, textsOf } from '../../../helpers/chart-texts.ts';

const NONE = [0, 0, 0, 0, 0];
/** Texts of each class, of which there are some. */
const ALL = [1, 1, 1, 1, 1];
const TERMS: Term[] = [
  { term: 'superb', numTexts: [1, 1, 1, 1, 90], numSentences: NONE, z: [-1, 0, 0, 0, 7] },
  { term: 'dreary', numTexts: [40, 2, 0, 0, 0], numSentences: NONE, z: [1.5, 0, 0, 0, -2] },
  { term: 'even', numTexts: [5, 5, 5, 5, 5], numSentences: NONE, z: NONE },
];
/** A study in which z up to 2 may be chance. */
const termStudyOf = (terms: Term[]): TermStudy => ({ terms, criticalZ: 2 });

const terms = await drawTerms(LONG_TITLE, termStudyOf(TERMS), ALL);

test('the chart holds its title in lines, its labels and its figures', () => {
  expectWhole(terms, [...SENTIMENTS, 'superb', 'dreary', 'even', '90', '7.0', '1.5']);
});

test('the classes have the colors of the sentiments', () => {
  expect([...fillsOf(terms.svg)]).toEqual(expect.arrayContaining([...SENTIMENT_COLORS]));
});

test('of terms each class shows the eight largest, and pale what may be chance', async () => {
  const many: Term[] = Array.from({ length: 12 }, (_, i) => ({
    term: `term${String.fromCharCode(97 + i)}`,
    numTexts: [i + 1, 0, 0, 0, 0],
    numSentences: NONE,
    z: [(i + 1) / 4, 0, 0, 0, 0],
  }));
  const { svg } = await drawTerms('', termStudyOf(many), ALL);
  const shown = textsOf(svg).filter((text) => text.startsWith('term'));
  // By texts and by z the same eight: z is a quarter of the number of texts, up to 2 from 8 downwards.
  const largest = 'lkjihgfe'.split('').map((letter) => `term${letter}`);
  expect(shown).toEqual([...largest, ...largest]);
  expect(svg.match(/opacity="0\.35"/g)).toHaveLength(4); // 8, 7, 6 and 5
});

test('all classes have one scale of texts, and one of z', () => {
  const { svg } = terms;
  /** How wide the bars of a term are, in the order of the classes: first of texts, then of z. */
  const widthsOf = (term: string) =>
    [
      ...svg.matchAll(
        new RegExp(`aria-label="value: [\\d.]+; term: ${term}[^>]*d="M0,[\\d.]+h([\\d.]+)`, 'g'),
      ),
    ].map(([, width]) => Number(width));
  const [one, , , , ninety, seven] = widthsOf('superb');
  expect(ninety! / one!).toBeCloseTo(90, 0);
  expect(seven).toBeCloseTo(ninety!, 6); // the largest of both kinds
  const [forty, two, z] = widthsOf('dreary');
  expect(forty! / two!).toBeCloseTo(20, 1);
  expect(z! / seven!).toBeCloseTo(1.5 / 7, 2);
});

test('a class without texts in the data has no panel', async () => {
  const { svg } = await drawTerms('', termStudyOf(TERMS), [1, 0, 0, 0, 1]);
  expect(textsOf(svg).filter((text) => SENTIMENTS.some((sentiment) => sentiment === text))).toEqual([
    ...['negative', 'positive', 'negative', 'positive'],
  ]);
});

test('a class without any term says so', async () => {
  const { svg } = await drawTerms('', termStudyOf([{ ...TERMS[2]!, numTexts: [9, 9, 9, 9, 0] }]), ALL);
  // No texts of the last class, and no z above 0 in any.
  expect(textsOf(svg).filter((text) => text === '(none)')).toHaveLength(1 + SENTIMENTS.length);
  expect(textsOf(svg).filter((text) => text === 'even')).toHaveLength(4);
});

test('a single term is drawn without failing', async () => {
  const { svg } = await drawTerms('title', termStudyOf(TERMS.slice(0, 1)), ALL);
  expect(textsOf(svg)).toContain('title');
  expectFigures(svg);
});
