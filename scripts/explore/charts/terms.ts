import { SENTIMENTS } from '../../../classifier/src/index.ts';
import { type Drawing, drawChart, INK, SENTIMENT_COLORS } from '../../draw-chart.ts';
import { listLargest, type Term, type TermStudy } from '../measures/terms.ts';
import { decimal } from '../report/describe.ts';
import { heading } from './common.ts';

/** All panels of terms are as wide, so that those of one class stand in a column. */
const LABEL_WIDTH = 106;
const BAR_WIDTH = 46;

/** Above what is most frequent in each class, below what is most characteristic of it. */
export function drawTerms(title: string, { terms, criticalZ }: TermStudy): Promise<Drawing> {
  return drawChart({
    title: heading(
      title,
      `Above: most frequent, in texts. Below: most characteristic, z of the log-odds; pale up to ${decimal(criticalZ, 1)}, which may be chance.`,
    ),
    spacing: 26,
    vconcat: [
      termPanels(terms, 'texts', ({ numTexts }) => numTexts),
      termPanels(terms, 'z', ({ z }) => z, criticalZ),
    ],
  });
}

/** A class of which no term is shown has this in their place. */
const NO_TERM = { term: '(none)', value: 0, isPale: false };

/**
 * One panel a class, with the terms of which it has most, all on one scale.
 * @param paleUpTo values that are shown pale
 */
function termPanels(
  terms: readonly Term[],
  title: string,
  valuesOf: (term: Term) => readonly number[],
  paleUpTo = 0,
) {
  const panels = SENTIMENTS.map((sentiment, k) => ({
    sentiment,
    values: listLargest(terms, (term) => valuesOf(term)[k]!).map((term) => {
      const value = valuesOf(term)[k]!;
      return { term: term.term, value, isPale: value <= paleUpTo };
    }),
  }));
  const domain = [
    0,
    Math.max(1, paleUpTo, ...panels.flatMap(({ values }) => values.map(({ value }) => value))),
  ];
  return {
    spacing: 10,
    hconcat: panels.map(({ sentiment, values }, k) => ({
      title: { text: sentiment, fontSize: 12, color: INK, anchor: 'start' as const, offset: 4 },
      width: BAR_WIDTH,
      height: { step: 18 },
      data: { values: values.length > 0 ? values : [NO_TERM] },
      mark: { type: 'bar' as const, color: SENTIMENT_COLORS[k]! },
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
          title,
          scale: { domain },
          axis: {
            grid: false,
            tickCount: 2,
            tickMinStep: 1,
            labelOverlap: 'greedy' as const,
            labelSeparation: 6,
            labelFontSize: 11,
            titleFontSize: 11,
          },
        },
        opacity: { condition: { test: 'datum.isPale', value: 0.35 }, value: 1 },
      },
    })),
  };
}
