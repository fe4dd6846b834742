import { SENTIMENTS } from '../../../classifier/src/index.ts';
import { type Drawing, drawChart, INK, SENTIMENT_COLORS } from '../../draw-chart.ts';
import { SIGNIFICANT_Z } from '../measures/log-odds.ts';
import type { Term } from '../measures/terms.ts';
import { heading } from './common.ts';

const NUM_TERMS = 8;
/** All panels of terms are as wide, so that those of one class stand in a column. */
const LABEL_WIDTH = 88;

/** Above what is most frequent in each class, below what is most characteristic of it. */
export function drawTerms(title: string, terms: readonly Term[]): Promise<Drawing> {
  return drawChart({
    title: heading(
      title,
      `Above: most frequent, in texts. Below: most characteristic, z of the log-odds; pale below ${SIGNIFICANT_Z}, which may be chance.`,
    ),
    spacing: 26,
    vconcat: [termPanels(terms, ({ numTexts }) => numTexts, 'texts'), termPanels(terms, ({ z }) => z, 'z')],
  });
}

/** One panel a class, with the terms of which it has most. */
function termPanels(terms: readonly Term[], valuesOf: (term: Term) => readonly number[], title: string) {
  return {
    spacing: 10,
    hconcat: SENTIMENTS.map((sentiment, k) => {
      const values = terms
        .map((term) => ({
          term: term.term,
          value: valuesOf(term)[k]!,
          isPale: title === 'z' && term.z[k]! < SIGNIFICANT_Z,
        }))
        .filter(({ value }) => value > 0)
        .sort((a, b) => b.value - a.value || (a.term < b.term ? -1 : 1))
        .slice(0, NUM_TERMS);
      return {
        title: { text: sentiment, fontSize: 12, color: INK, anchor: 'start' as const, offset: 4 },
        width: 64,
        height: { step: 18 },
        data: { values },
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
            // Small differences look small.
            ...(title === 'z'
              ? { scale: { domain: [0, Math.max(2, ...values.map(({ value }) => value))] } }
              : {}),
            axis: {
              grid: false,
              tickCount: 2,
              ...(title === 'texts' ? { tickMinStep: 1 } : {}),
              labelOverlap: 'greedy' as const,
              labelSeparation: 6,
              labelFontSize: 11,
              titleFontSize: 11,
            },
          },
          opacity: { condition: { test: 'datum.isPale', value: 0.35 }, value: 1 },
        },
      };
    }),
  };
}
