import { type LabelSet, SENTIMENT_SCALE } from '../../../classifier/src/index.ts';
import { type Drawing, drawChart, INK } from '../../charts/draw-chart.ts';
import { colorsOf, heading } from '../../charts/scales.ts';
import { count, decimal } from '../../report/index.ts';
import { findClasses } from '../statistics/counting.ts';
import { listLargest, type Term, type TermStudy } from './study.ts';

/** The width of the terms in every panel, so that the panels of a class form a column. */
const LABEL_WIDTH = 92;
/** The width of a bar with its number. */
const PANEL_WIDTH = 70;
const BAR_SHARE = 0.58;

/**
 * Draws the most frequent terms of each class above its most characteristic ones.
 * @param classes the number of texts of each class, shape [numClasses]; a class without texts has no panel
 */
export function drawTerms(
  title: string,
  { terms, criticalZ }: TermStudy,
  classes: readonly number[],
  labelSet: LabelSet = SENTIMENT_SCALE,
): Promise<Drawing> {
  const labels = findClasses(classes);
  return drawChart({
    title: heading(
      title,
      `Above: most frequent, in texts. Below: most characteristic, z of the log-odds; pale up to ${decimal(criticalZ, 1)}, which may be chance.`,
    ),
    spacing: 26,
    vconcat: [
      termPanels(labels, labelSet, terms, ({ numTexts }) => numTexts, count),
      termPanels(
        labels,
        labelSet,
        terms,
        ({ z }) => z,
        (z) => decimal(z, 1),
        criticalZ,
      ),
    ],
  });
}

/** The placeholder for a class without terms to show. */
const NO_TERM = { term: '(none)', value: 0, number: '', isPale: false };

/**
 * Makes one panel for each class, with its largest terms and their values, all on one scale.
 * @param paleUpTo values up to this one are drawn pale
 */
function termPanels(
  labels: readonly number[],
  labelSet: LabelSet,
  terms: readonly Term[],
  valuesOf: (term: Term) => readonly number[],
  format: (value: number) => string,
  paleUpTo = 0,
) {
  const panels = labels.map((k) => ({
    label: k,
    values: listLargest(terms, (term) => valuesOf(term)[k]!).map((term) => {
      const value = valuesOf(term)[k]!;
      return { term: term.term, value, number: format(value), isPale: value <= paleUpTo };
    }),
  }));
  const largest = Math.max(1, paleUpTo, ...panels.flatMap(({ values }) => values.map(({ value }) => value)));
  return {
    spacing: 6,
    hconcat: panels.map(({ label, values }) => ({
      title: { text: labelSet.names[label]!, fontSize: 12, color: INK, anchor: 'start' as const, offset: 4 },
      width: PANEL_WIDTH,
      height: { step: 18 },
      data: { values: values.length > 0 ? values : [NO_TERM] },
      encoding: {
        y: {
          field: 'term',
          type: 'nominal' as const,
          sort: null,
          title: null,
          axis: {
            labelFontSize: 11,
            labelLimit: LABEL_WIDTH,
            minExtent: LABEL_WIDTH,
            ticks: false,
            domain: false,
          },
        },
        x: {
          field: 'value',
          type: 'quantitative' as const,
          scale: { domain: [0, largest / BAR_SHARE], nice: false },
          axis: null,
        },
      },
      layer: [
        {
          mark: { type: 'bar' as const, color: colorsOf(labelSet)[label]! },
          encoding: { opacity: { condition: { test: 'datum.isPale', value: 0.35 }, value: 1 } },
        },
        {
          mark: { type: 'text' as const, align: 'left' as const, dx: 4, fontSize: 10, color: INK },
          encoding: { text: { field: 'number', type: 'nominal' as const } },
        },
      ],
    })),
  };
}
