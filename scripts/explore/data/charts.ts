import { type LabelSet, SENTIMENT_SCALE } from '../../../classifier/src/index.ts';
import { type Drawing, drawChart, SENTIMENT_COLORS } from '../../charts/draw-chart.ts';
import { colorScale, heading, SHARES, WIDTH } from '../../charts/scales.ts';
import { count, percent } from '../../report/index.ts';
import { sum } from '../statistics/counting.ts';
import type { Unit } from '../texts/unit.ts';
import { nameSplit } from './findings.ts';
import type { Leakage } from './leakage.ts';
import type { Lengths } from './lengths.ts';
import type { VocabularyGrowth } from './vocabulary-growth.ts';

/** Draws the number of texts of each class. */
export function drawClasses(
  title: string,
  counts: readonly number[],
  labels: LabelSet = SENTIMENT_SCALE,
): Promise<Drawing> {
  const values = labels.names.map((sentiment, k) => ({
    sentiment,
    count: counts[k]!,
    text: `${count(counts[k]!)} (${percent(counts[k]! / sum(counts))})`,
  }));
  return drawChart({
    title: heading(title, 'Texts of each class'),
    width: WIDTH - 160,
    height: 30 * values.length,
    data: { values },
    encoding: {
      y: { field: 'sentiment', type: 'nominal', sort: null, title: null },
      x: {
        field: 'count',
        type: 'quantitative',
        title: 'texts',
        axis: { grid: false, tickCount: 5, tickMinStep: 1 },
      },
    },
    layer: [
      {
        mark: 'bar',
        encoding: { color: { field: 'sentiment', type: 'nominal', scale: colorScale(labels), legend: null } },
      },
      { mark: { type: 'text', align: 'left', dx: 6, fontSize: 12 }, encoding: { text: { field: 'text' } } },
    ],
  });
}

/** Draws the number of texts of each length. */
export function drawHistogram(title: string, { bins }: Lengths): Promise<Drawing> {
  const values = bins.map(({ name, numTexts }) => ({ length: name, count: sum(numTexts) }));
  return drawChart({
    title: heading(title, 'Texts of each length'),
    width: WIDTH - 60,
    height: 200,
    data: { values },
    mark: { type: 'bar', color: SENTIMENT_COLORS.at(-1)! },
    encoding: {
      x: { field: 'length', type: 'ordinal', sort: null, title: 'tokens', axis: { labelAngle: 0 } },
      y: {
        field: 'count',
        type: 'quantitative',
        title: 'texts',
        axis: { tickCount: 5, tickMinStep: 1 },
      },
    },
  });
}

/** Draws the shares of the classes among texts of each length. */
export function drawLengths(
  title: string,
  { bins }: Lengths,
  labels: LabelSet = SENTIMENT_SCALE,
): Promise<Drawing> {
  const values = bins.flatMap(({ name, numTexts }) =>
    labels.names.map((sentiment, order) => ({ length: name, sentiment, order, count: numTexts[order]! })),
  );
  return drawChart({
    title: heading(title, 'The classes of texts of each length'),
    width: WIDTH - 60,
    height: 260,
    data: { values },
    mark: 'bar',
    encoding: {
      x: { field: 'length', type: 'ordinal', sort: null, title: 'tokens', axis: { labelAngle: 0 } },
      y: { field: 'count', type: 'quantitative', stack: 'normalize', title: 'share of texts', axis: SHARES },
      color: {
        field: 'sentiment',
        type: 'nominal',
        scale: colorScale(labels),
        legend: { orient: 'top', title: null, columns: Math.min(labels.names.length, 5) },
      },
      order: { field: 'order', type: 'quantitative' },
    },
  });
}

/** Draws the number of distinct words by the number of sentences or texts read. */
export function drawGrowth(title: string, { points }: VocabularyGrowth, unit: Unit): Promise<Drawing> {
  return drawChart({
    title: heading(title, `Distinct words by ${unit}s read, in random order`),
    width: WIDTH - 60,
    height: 240,
    data: { values: points },
    mark: { type: 'line', color: SENTIMENT_COLORS.at(-1)! },
    encoding: {
      x: {
        field: 'numSentences',
        type: 'quantitative',
        title: `${unit}s read`,
        axis: { grid: false, tickMinStep: 1 },
      },
      y: {
        field: 'numWords',
        type: 'quantitative',
        title: 'distinct words',
        axis: { tickCount: 6, tickMinStep: 1 },
      },
    },
  });
}

/** Draws what memorizing one half tells about the other, by split. */
export function drawLeakage(title: string, leakage: readonly Leakage[], unit: Unit): Promise<Drawing> {
  const values = leakage.flatMap((half) =>
    [
      ['overlaps with the training set', half.shareOverlapping],
      ['accuracy of a lookup table', half.memoryAccuracy],
      ['accuracy of the largest class', half.majorityAccuracy],
    ].map(([what, share]) => ({ split: nameSplit(half, unit), what, share, text: percent(Number(share)) })),
  );
  return drawChart({
    title: heading(title, 'One half is the test set, the other the training set'),
    data: { values },
    columns: 2,
    facet: {
      field: 'split',
      type: 'nominal',
      title: null,
      sort: leakage.map((half) => nameSplit(half, unit)),
    },
    spec: {
      width: 210,
      height: 90,
      encoding: {
        y: { field: 'what', type: 'nominal', sort: null, title: null, axis: { labelLimit: 220 } },
        x: {
          field: 'share',
          type: 'quantitative',
          title: null,
          scale: { domain: [0, 1] },
          axis: { format: '.0%', tickCount: 3, grid: false },
        },
      },
      layer: [
        { mark: { type: 'bar', color: SENTIMENT_COLORS[2] } },
        { mark: { type: 'text', align: 'left', dx: 5, fontSize: 12 }, encoding: { text: { field: 'text' } } },
      ],
    },
  });
}
