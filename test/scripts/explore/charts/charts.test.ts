import { describe, expect, test } from 'vitest';
import { SENTIMENTS } from '../../../../classifier/src/index.ts';
import { type Drawing, SENTIMENT_COLORS } from '../../../../scripts/charts/draw-chart.ts';
import { wrap } from '../../../../scripts/charts/scales.ts';
import {
  drawClasses,
  drawGrowth,
  drawLeakage,
  drawLengths,
} from '../../../../scripts/explore/data/charts.ts';
import {
  drawNegatedWords,
  drawNegationByClass,
  drawWhyNegative,
} from '../../../../scripts/explore/negation/charts.ts';
import type { Negation } from '../../../../scripts/explore/negation/study.ts';
import { REASONS, type WhyNegative } from '../../../../scripts/explore/negation/why-negative.ts';
import { drawTerms } from '../../../../scripts/explore/terms/charts.ts';
import type { Term, TermStudy } from '../../../../scripts/explore/terms/study.ts';
import { drawWordMap } from '../../../../scripts/explore/word-map/charts.ts';
import type { MappedWord, WordMap } from '../../../../scripts/explore/word-map/study.ts';
import { textsOf } from '../../../helpers/chart-texts.ts';

/** A title of more than a line. */
const TITLE = `${'finding '.repeat(20)}ends`;
const LINES = [`${'finding '.repeat(11).trim()}`, `${'finding '.repeat(9)}ends`];

describe('a title', () => {
  test('is broken between words, into lines of at most 88 characters', () => {
    expect(wrap('short')).toEqual(['short']);
    expect(wrap(TITLE)).toEqual(LINES);
    expect(wrap(`${'a'.repeat(44)} ${'b'.repeat(43)} c`)).toEqual([
      `${'a'.repeat(44)} ${'b'.repeat(43)}`,
      'c',
    ]);
  });

  test('keeps a number on the line of its percent sign, or of its z', () => {
    expect(wrap(`${'a'.repeat(85)} 51 % b`)).toEqual(['a'.repeat(85), '51 % b']);
    expect(wrap(`${'a'.repeat(83)} (z 1.5) b`)).toEqual(['a'.repeat(83), '(z 1.5) b']);
  });

  test('keeps a word whole that is longer than a line', () => {
    expect(wrap(`a ${'b'.repeat(100)} c`)).toEqual(['a', 'b'.repeat(100), 'c']);
  });
});

const NONE = [0, 0, 0, 0, 0];
/** Texts of each class, of which there are some. */
const ALL = [1, 1, 1, 1, 1];
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
const TERMS: Term[] = [
  { term: 'superb', numTexts: [1, 1, 1, 1, 90], numSentences: NONE, z: [-1, 0, 0, 0, 7] },
  { term: 'dreary', numTexts: [40, 2, 0, 0, 0], numSentences: NONE, z: [1.5, 0, 0, 0, -2] },
  { term: 'even', numTexts: [5, 5, 5, 5, 5], numSentences: NONE, z: NONE },
];
/** A study in which z up to 2 may be chance. */
const studyOf = (terms: Term[]): TermStudy => ({ terms, criticalZ: 2 });
const mapped = (word: string, valence: number, x: number, y: number): MappedWord => ({
  word,
  valence,
  z: valence - 2,
  umap: [x, y],
  pca: [y, x],
});
const MAP: WordMap = {
  name: 'made',
  words: [mapped('happy', 4, 0, 0), mapped('sad', 0, 1, 0.5), mapped('warm', 3, 0.5, 1)],
  separation: 1,
  pairs: [],
};

const CHARTS: Record<string, [draw: (title: string) => Promise<Drawing>, texts: string[]]> = {
  classes: [
    (title) => drawClasses(title, [1000, 20, 50, 0, 930]),
    [...SENTIMENTS, '1,000 (50 %)', '20 (1.0 %)', '50 (2.5 %)', '0 (0 %)', '930 (47 %)'],
  ],
  lengths: [
    (title) =>
      drawLengths(title, {
        median: 1,
        percentile95: 9,
        longest: 9,
        bins: [
          { name: '1', numTexts: [1, 2, 3, 4, 5] },
          { name: '5–8', numTexts: [0, 0, 9, 0, 0] },
        ],
      }),
    [...SENTIMENTS, '1', '5–8', 'tokens', 'share of texts', '0%', '100%'],
  ],
  growth: [
    (title) =>
      drawGrowth(
        title,
        {
          points: [
            { numSentences: 0, numWords: 0 },
            { numSentences: 100, numWords: 600 },
          ],
          shareNew: 0,
          shareOnce: 0,
        },
        'sentence',
      ),
    ['sentences read', 'distinct words', '0', '100', '600'],
  ],
  leakage: [
    (title) =>
      drawLeakage(
        title,
        [
          { split: 'text by text', shareOverlapping: 0.97, memoryAccuracy: 0.61, majorityAccuracy: 0.51 },
          { split: 'group by group', shareOverlapping: 0.12, memoryAccuracy: 0.53, majorityAccuracy: 0.5 },
        ],
        'sentence',
      ),
    [
      ...['text by text', 'by sentence', 'overlaps with the other half', 'memory alone is right'],
      ...['97 %', '61 %', '51 %', '12 %', '53 %', '50 %'],
    ],
  ],
  terms: [
    (title) => drawTerms(title, studyOf(TERMS), ALL),
    [...SENTIMENTS, 'superb', 'dreary', 'even', '90', '7.0', '1.5'],
  ],
  'negation by class': [
    (title) => drawNegationByClass(title, NEGATION, 'sentence'),
    [...SENTIMENTS, '31 %', '22 %', '13 %', '4.0 %', '0 %'],
  ],
  'negated words': [
    (title) => drawNegatedWords(title, NEGATION),
    ['funny', 'bad', 'without a negation', 'in its reach', '0', '4'],
  ],
  'why negative': [
    (title) => drawWhyNegative(title, [STUDY], 'sentence'),
    ['funny (1,234)', ...Object.values(REASONS)],
  ],
  'word map': [
    (title) => drawWordMap(title, MAP),
    [...SENTIMENTS, 'happy', 'sad', 'warm', expect.stringMatching(/^UMAP/)],
  ],
};

const drawn: Record<string, Promise<Drawing>> = {};
/** A chart by its name, drawn once. */
function draw(name: string): Promise<Drawing> {
  drawn[name] ??= CHARTS[name]![0](TITLE);
  return drawn[name];
}

describe.each(Object.entries(CHARTS))('the chart of %s', (name, [, texts]) => {
  test('holds its title in lines, its labels and its figures', async () => {
    const { svg, png } = await draw(name);
    expect(textsOf(svg)).toEqual(expect.arrayContaining([...LINES, ...texts]));
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(svg).not.toContain('font-family="sans-serif"'); // but the one that it was measured with
    expect(Number(svg.match(/ width="(\d+)"/)![1])).toBeLessThanOrEqual(860); // the report has 878 px for it
    expect(png.length).toBeGreaterThan(1000);
  });
});

test('the same is drawn of the same, in each byte', async () => {
  const [first, again] = [await draw('word map'), await drawWordMap(TITLE, MAP)];
  expect(again.svg).toBe(first.svg);
  expect(Buffer.compare(again.png, first.png)).toBe(0);
});

const fillsOf = (svg: string) =>
  new Set([...svg.matchAll(/fill="(#[0-9a-f]{6})"/g)].map(([, color]) => color));

test('the classes have the colors of the sentiments', async () => {
  for (const name of ['classes', 'lengths', 'terms', 'negation by class']) {
    const { svg } = await draw(name);
    expect([...fillsOf(svg)]).toEqual(expect.arrayContaining([...SENTIMENT_COLORS]));
  }
});

test('the reasons have other colors', async () => {
  const { svg } = await draw('why negative');
  for (const color of SENTIMENT_COLORS) expect(fillsOf(svg)).not.toContain(color);
});

test('of terms each class shows the eight largest, and pale what may be chance', async () => {
  const terms: Term[] = Array.from({ length: 12 }, (_, i) => ({
    term: `term${String.fromCharCode(97 + i)}`,
    numTexts: [i + 1, 0, 0, 0, 0],
    numSentences: NONE,
    z: [(i + 1) / 4, 0, 0, 0, 0],
  }));
  const { svg } = await drawTerms('', studyOf(terms), ALL);
  const shown = textsOf(svg).filter((text) => text.startsWith('term'));
  // By texts and by z the same eight: z is a quarter of the number of texts, up to 2 from 8 downwards.
  const largest = 'lkjihgfe'.split('').map((letter) => `term${letter}`);
  expect(shown).toEqual([...largest, ...largest]);
  expect(svg.match(/opacity="0\.35"/g)).toHaveLength(4); // 8, 7, 6 and 5
});

test('all classes have one scale of texts, and one of z', async () => {
  const { svg } = await draw('terms');
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
  const { svg } = await drawTerms('', studyOf(TERMS), [1, 0, 0, 0, 1]);
  expect(textsOf(svg).filter((text) => SENTIMENTS.some((sentiment) => sentiment === text))).toEqual([
    ...['negative', 'positive', 'negative', 'positive'],
  ]);
});

test('a class without any term says so', async () => {
  const { svg } = await drawTerms('', studyOf([{ ...TERMS[2]!, numTexts: [9, 9, 9, 9, 0] }]), ALL);
  // No texts of the last class, and no z above 0 in any.
  expect(textsOf(svg).filter((text) => text === '(none)')).toHaveLength(1 + SENTIMENTS.length);
  expect(textsOf(svg).filter((text) => text === 'even')).toHaveLength(4);
});

test('splits and axes are called after texts where there are no sentences', async () => {
  const halves = (['text by text', 'group by group'] as const).map((split) => ({
    ...{ split, shareOverlapping: 0, memoryAccuracy: 0, majorityAccuracy: 0 },
  }));
  const drawings = await Promise.all([
    drawLeakage('', halves, 'text'),
    drawGrowth('', { points: [{ numSentences: 1, numWords: 1 }], shareNew: 0, shareOnce: 0 }, 'text'),
    drawWhyNegative('', [STUDY], 'text'),
    drawNegationByClass('', NEGATION, 'text'),
  ]);
  const texts = drawings.flatMap(({ svg }) => textsOf(svg));
  expect(texts).toEqual(expect.arrayContaining(['with equal texts together', 'texts read']));
  expect(texts.filter((text) => text.includes('sentence'))).toEqual([]);
});

test('of negated words those are left out that do not lean to a side', async () => {
  const { svg } = await draw('negated words');
  expect(textsOf(svg)).not.toContain('film');
});

test('a word without room for its label stays a point', async () => {
  const words = Array.from({ length: 60 }, (_, i) => mapped(`crowded${i}`, 2, i / 1e4, i / 1e4));
  const far = mapped('far', 4, 1, 1);
  const { svg } = await drawWordMap('', { ...MAP, words: [...words, far] });
  const shown = textsOf(svg).filter((text) => text.startsWith('crowded'));
  expect(shown.length).toBeGreaterThan(0);
  expect(shown.length).toBeLessThan(60);
  expect(svg.match(/<path transform="translate/g)).toHaveLength(2 * 61 + SENTIMENTS.length); // with the legend's
});

test('the test pairs have their labels first, in bold, then the strongest words', async () => {
  const crowd = Array.from({ length: 30 }, (_, i) => mapped(`crowded${i}`, 2, i / 1e4, i / 1e4));
  const words = [...crowd, mapped('good', 4, 0, 0), mapped('far', 4, 1, 1)];
  for (const ordered of [words, words.toReversed()]) {
    const { svg } = await drawWordMap('', { ...MAP, words: ordered });
    expect(textsOf(svg).filter((text) => text === 'good')).toHaveLength(2);
    expect(svg).toMatch(/font-weight="bold"[^>]*>good</);
    const shown = new Set(textsOf(svg).filter((text) => text.startsWith('crowded')));
    const strongest = ordered.filter(({ word }) => word.startsWith('crowded')).map(({ word }) => word);
    expect([...shown].sort()).toEqual(strongest.slice(0, shown.size).sort());
  }
});

describe('what there is none of', () => {
  const empty = { median: 0, percentile95: 0, longest: 0, bins: [] };
  test.each<[string, () => Promise<Drawing>]>([
    ['classes but one', () => drawClasses('title', [0, 0, 0, 0, 1])],
    ['lengths', () => drawLengths('title', empty)],
    [
      'lengths but one, of one class',
      () => drawLengths('title', { ...empty, bins: [{ name: '1', numTexts: [0, 0, 0, 0, 1] }] }),
    ],
    [
      'sentences',
      () =>
        drawGrowth(
          'title',
          { points: [{ numSentences: 0, numWords: 0 }], shareNew: 0, shareOnce: 0 },
          'text',
        ),
    ],
    ['negations', () => drawNegationByClass('title', { ...NEGATION, shareByClass: NONE }, 'text')],
    ['terms but one', () => drawTerms('title', studyOf(TERMS.slice(0, 1)), ALL)],
    ['words that lean', () => drawNegatedWords('title', { ...NEGATION, words: [] })],
  ])('is drawn without failing: %s', async (_, draw) => {
    const { svg } = await draw();
    expect(textsOf(svg)).toContain('title');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });
});
