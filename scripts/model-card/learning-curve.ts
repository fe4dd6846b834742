import { drawChart } from '../charts/draw-chart.ts';
import type { Ablation } from './ablation.ts';

/** The series, with shapes and with colors that color-blind readers can tell apart (Okabe and Ito 2008). */
const SERIES = [
  { name: 'all texts', color: '#0072B2', shape: 'circle' },
  { name: 'whole sentences', color: '#D55E00', shape: 'square' },
] as const;
const PANEL = { width: 320, height: 260 };

/** Describes the finding of the curve in one line. */
export function describeFinding({ epochs, sizes }: Ablation): string {
  const [before, all] = sizes.slice(-2) as [Ablation['sizes'][number], Ablation['sizes'][number]];
  const points = (all.sentenceAccuracy - before.sentenceAccuracy) * 100;
  const best = epochs.reduce((a, b) => (b.sentenceAccuracy > a.sentenceAccuracy ? b : a));
  const change = `${points < 0 ? 'lose' : 'gain'} ${Math.abs(points).toFixed(1)} points`;
  return `From ${brief(countTexts(before))} to ${brief(countTexts(all))} texts, sentences ${change}; best epoch: ${best.epoch}`;
}

const countTexts = ({ texts, softTexts = 0 }: Ablation['sizes'][number]): number => texts + softTexts;

/**
 * Draws the network's accuracy on validation texts, by epoch and by the number of training texts, as SVG. The same
 * input gives the same bytes.
 */
export async function drawLearningCurve(ablation: Ablation): Promise<string> {
  const { epochs, sizes } = ablation;
  const byEpoch = epochs.map(({ epoch, ...measured }) => ({ x: epoch, ...measured }));
  const bySize = sizes.map((size) => ({ x: countTexts(size), ...size }));
  const { svg } = await drawChart({
    title: {
      text: describeFinding(ablation),
      subtitle:
        'The network alone, on texts not trained on. Left: all labelled texts. Right: best epoch of each.',
    },
    hconcat: [
      panel(byEpoch, { title: 'epoch', scale: { nice: false, padding: 16 }, label: String }),
      panel(bySize, {
        title: 'texts trained on (log scale)',
        scale: { type: 'log', nice: false, padding: 16 },
        label: brief,
      }),
    ],
    spacing: 28,
    resolve: { scale: { y: 'shared' } },
  });
  return svg;
}

interface Point {
  x: number;
  accuracy: number;
  sentenceAccuracy: number;
}

/** Draws both series over x, each labelled at its last point. */
function panel(
  points: readonly Point[],
  { title, scale, label }: { title: string; scale: object; label: (x: number) => string },
) {
  const values = points.flatMap(({ x, accuracy, sentenceAccuracy }, i) =>
    [accuracy, sentenceAccuracy].map((share, k) => ({
      x,
      accuracy: share,
      series: SERIES[k]!.name,
      isLast: i === points.length - 1,
    })),
  );
  const range = (key: 'color' | 'shape') => SERIES.map((series) => series[key]);
  return {
    ...PANEL,
    data: { values },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative' as const,
        title,
        scale,
        axis: {
          values: points.map(({ x }) => x),
          labelExpr: `${JSON.stringify(Object.fromEntries(points.map(({ x }) => [x, label(x)])))}[datum.value]`,
          grid: false,
        },
      },
      y: {
        field: 'accuracy',
        type: 'quantitative' as const,
        title: 'accuracy',
        scale: { zero: false, padding: 14 },
        axis: { format: '.2f', tickCount: 8 },
      },
      color: {
        field: 'series',
        type: 'nominal' as const,
        scale: { domain: SERIES.map(({ name }) => name), range: range('color') },
        legend: null,
      },
    },
    layer: [
      { mark: { type: 'line' as const } },
      {
        mark: { type: 'point' as const, filled: true, size: 60, opacity: 1 },
        encoding: {
          shape: {
            field: 'series',
            type: 'nominal' as const,
            scale: { domain: SERIES.map(({ name }) => name), range: range('shape') },
            legend: null,
          },
        },
      },
      {
        transform: [{ filter: 'datum.isLast' }],
        mark: { type: 'text' as const, align: 'right' as const, dy: -14, dx: 8, fontSize: 13 },
        encoding: { text: { field: 'series' } },
      },
    ],
  };
}

/** Formats a count, such as `160` and `159K`. */
const brief = (count: number): string => count.toLocaleString('en', { notation: 'compact' });
