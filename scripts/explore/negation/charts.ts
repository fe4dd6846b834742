import { SENTIMENTS } from '../../../classifier/src/index.ts';
import { type Drawing, drawChart } from '../../charts/draw-chart.ts';
import { heading, SENTIMENT_SCALE, SHARES, VALENCE_SCALE, WIDTH } from '../../charts/scales.ts';
import { count, percent } from '../../report/index.ts';
import type { Unit } from '../texts/unit.ts';
import type { Negation } from './study.ts';
import { isLeaning } from './turned.ts';
import { REASONS, type Reason, type WhyNegative } from './why-negative.ts';

/** The colors of reasons. They differ from those of sentiments, and from each other in brightness. */
const REASON_COLORS = ['#4b3f72', '#8a76b5', '#c4b5dd', '#d9d4cc'];
const NUM_NEGATED_WORDS = 24;

/** Draws the share of sentences or texts with a negation, by class. */
export function drawNegationByClass(title: string, { shareByClass }: Negation, unit: Unit): Promise<Drawing> {
  const values = SENTIMENTS.map((sentiment, k) => ({
    sentiment,
    share: shareByClass[k]!,
    text: percent(shareByClass[k]!),
  }));
  return drawChart({
    title: heading(
      title,
      `Share of the ${unit}s of each class with “not”, “no”, “never”, “without”, “lacks” and the like`,
    ),
    width: WIDTH - 160,
    height: 150,
    data: { values },
    encoding: {
      y: { field: 'sentiment', type: 'nominal', sort: null, title: null },
      x: { field: 'share', type: 'quantitative', title: null, axis: { ...SHARES, grid: false } },
    },
    layer: [
      {
        mark: 'bar',
        encoding: { color: { field: 'sentiment', type: 'nominal', scale: SENTIMENT_SCALE, legend: null } },
      },
      { mark: { type: 'text', align: 'left', dx: 6, fontSize: 12 }, encoding: { text: { field: 'text' } } },
    ],
  });
}

/** Draws, for the most often negated words, the mean label without and with a negation. */
export function drawNegatedWords(title: string, { words }: Negation): Promise<Drawing> {
  const leaning = words
    .filter(({ plain }) => isLeaning(plain))
    .slice(0, NUM_NEGATED_WORDS)
    .sort((a, b) => b.plain - a.plain);
  const ends = leaning.flatMap(({ word, plain, negated }) => [
    { word, label: plain, side: 'without a negation' },
    { word, label: negated, side: 'in its reach' },
  ]);
  const y = { field: 'word', type: 'nominal' as const, sort: null, title: null };
  const x = {
    type: 'quantitative' as const,
    title: 'mean label of the shortest texts with the word',
    scale: { domain: [0, 4] },
    axis: { values: SENTIMENTS.map((_, label) => label), grid: true },
  };
  return drawChart({
    title: heading(title, 'The most often negated words that lean to a side by themselves'),
    width: WIDTH - 160,
    height: { step: 19 },
    layer: [
      {
        data: { values: leaning },
        mark: { type: 'rule', color: '#b5aea3' },
        encoding: { y, x: { ...x, field: 'plain' }, x2: { field: 'negated' } },
      },
      {
        data: { values: ends },
        mark: { type: 'point', filled: true, size: 90, opacity: 1 },
        encoding: {
          y,
          x: { ...x, field: 'label' },
          color: { field: 'label', type: 'quantitative', scale: VALENCE_SCALE, legend: null },
          shape: {
            field: 'side',
            type: 'nominal',
            scale: { domain: ['without a negation', 'in its reach'], range: ['circle', 'diamond'] },
            legend: { orient: 'top', title: null },
          },
        },
      },
    ],
  });
}

/** Draws the reasons why positive words occur in negative texts. */
export function drawWhyNegative(
  title: string,
  studies: readonly WhyNegative[],
  unit: Unit,
): Promise<Drawing> {
  const names = Object.keys(REASONS) as Reason[];
  const values = studies.flatMap(({ word, numNegative, reasons }) =>
    names.map((reason, order) => ({
      word: `${word} (${count(numNegative)})`,
      reason: REASONS[reason],
      order,
      share: reasons[reason].share,
    })),
  );
  return drawChart({
    title: heading(
      title,
      `${unit === 'sentence' ? 'Sentences with a negative text that holds' : 'Negative texts that hold'} the word, by the first reason that fits`,
    ),
    width: WIDTH - 160,
    height: { step: 30 },
    data: { values },
    mark: 'bar',
    encoding: {
      y: { field: 'word', type: 'nominal', sort: null, title: null },
      x: { field: 'share', type: 'quantitative', title: null, axis: SHARES },
      color: {
        field: 'reason',
        type: 'nominal',
        scale: { domain: Object.values(REASONS), range: REASON_COLORS },
        legend: { orient: 'top', title: null, columns: 2, labelLimit: 360 },
      },
      order: { field: 'order', type: 'quantitative' },
    },
  });
}
