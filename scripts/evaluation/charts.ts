import { type Drawing, drawChart, INK } from '../charts/draw-chart.ts';
import { SHARES, wrap } from '../charts/scales.ts';
import type { AnsweredPoint, ConfidenceBin } from './reliability.ts';

const FILL = '#0b7078';
/** The height and the width of a square chart, in pixels. */
const SIDE = 420;
/** The maximum number of points drawn of a curve. */
const MOST_POINTS = 400;

/** Draws the confusion matrix; the shade is the share of the row. */
export function drawConfusion(
  title: string,
  confusion: readonly (readonly number[])[],
  names: readonly string[],
): Promise<Drawing> {
  const values = confusion.flatMap((row, label) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, predicted) => ({
      label: names[label],
      given: names[predicted],
      count,
      share: total === 0 ? 0 : count / total,
    }));
  });
  const sort = [...names];
  return drawChart({
    title: { text: wrap(title), subtitle: 'Number of texts. Darker cells have a larger share of their row.' },
    width: { step: Math.max(40, SIDE / names.length) },
    height: { step: Math.max(28, (0.6 * SIDE) / names.length) },
    data: { values },
    encoding: {
      x: { field: 'given', type: 'nominal', sort, title: 'class given', axis: { labelAngle: -30 } },
      y: { field: 'label', type: 'nominal', sort, title: 'class of the text' },
    },
    layer: [
      {
        mark: 'rect',
        encoding: {
          color: {
            field: 'share',
            type: 'quantitative',
            scale: { domain: [0, 1], range: ['#ffffff', FILL], interpolate: 'rgb' },
            legend: null,
          },
        },
      },
      {
        mark: { type: 'text', fontSize: 11 },
        encoding: {
          text: { field: 'count', type: 'quantitative' },
          color: { condition: { test: 'datum.share > 0.6', value: 'white' }, value: INK },
        },
      },
    ],
  });
}

/** Draws the reliability diagram: the accuracy of each bin of confidence. */
export function drawReliability(title: string, bins: readonly ConfidenceBin[]): Promise<Drawing> {
  return drawChart({
    title: {
      text: wrap(title),
      subtitle: 'On the line, confidence equals accuracy. Larger points have more texts.',
    },
    width: SIDE,
    height: SIDE,
    layer: [
      {
        data: { values: [0, 1].map((at) => ({ meanConfidence: at, accuracy: at })) },
        mark: { type: 'line', strokeDash: [4, 4], color: INK },
        encoding: {
          x: { field: 'meanConfidence', type: 'quantitative', title: 'confidence', axis: SHARES },
          y: { field: 'accuracy', type: 'quantitative', title: 'share that is right', axis: SHARES },
        },
      },
      {
        data: { values: bins.map((bin) => ({ ...bin })) },
        mark: { type: 'point', filled: true, color: FILL, opacity: 1 },
        encoding: {
          x: { field: 'meanConfidence', type: 'quantitative' },
          y: { field: 'accuracy', type: 'quantitative' },
          size: { field: 'count', type: 'quantitative', scale: { range: [30, 500] }, legend: null },
        },
      },
    ],
  });
}

/** Draws the precision of the answers by the share of texts that are answered. */
export function drawAnswered(title: string, points: readonly AnsweredPoint[]): Promise<Drawing> {
  const step = Math.ceil(points.length / MOST_POINTS);
  const values = points
    .filter((_, i) => i % step === 0 || i === points.length - 1)
    .map((point) => ({ ...point }));
  return drawChart({
    title: { text: wrap(title), subtitle: 'Texts are answered from the highest confidence on.' },
    width: 1.3 * SIDE,
    height: 0.7 * SIDE,
    data: { values },
    mark: { type: 'line', color: FILL, strokeWidth: 2 },
    encoding: {
      x: {
        field: 'answered',
        type: 'quantitative',
        title: 'texts answered',
        axis: SHARES,
        scale: { domain: [0, 1] },
      },
      y: {
        field: 'precision',
        type: 'quantitative',
        title: 'right, of what is answered',
        axis: SHARES,
        scale: { zero: false },
      },
    },
  });
}
