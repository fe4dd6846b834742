import type { SideMeasures, SideShare } from '../evaluation/index.ts';
import { markdownTable } from '../program/markdown-table.ts';
import { fixed } from '../program/numbers.ts';

/** The measures of a model on a file of whole texts. */
export interface WholeTexts {
  /** The file's name, without its folder. */
  data: string;
  /** Whether the model was trained on it. */
  isTrainedOn: boolean;
  measures: SideMeasures;
}

/** Describes the results on whole texts by their sides, for each file. */
export function describeWholeTexts(files: readonly WholeTexts[]): string[] {
  if (files.length === 0) return [];
  const all = files.flatMap(({ measures }) => measures.byLength.map(({ tokens }) => tokens));
  const lengths = [...new Set(all)].sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  const row = (what: string, cell: (measures: SideMeasures) => string): string[] => [
    what,
    ...files.map(({ measures }) => cell(measures)),
  ];
  const shareOf = (one: SideShare | undefined): string =>
    one === undefined ? '' : `${fixed(one.share)} of ${one.count}`;
  return [
    '### Whole texts',
    'Reviews whose stars or side are known: the share whose valence is on the right side of the middle, in all and by length, and how valence goes with stars (Pearson’s r).',
    markdownTable(
      ['', ...files.map(({ data, isTrainedOn }) => (isTrainedOn ? `${data} (trained on)` : data))],
      [
        row('**on the right side**', ({ rightSide }) => shareOf(rightSide)),
        ...lengths.map((tokens) =>
          row(`of ${tokens} tokens`, ({ byLength }) =>
            shareOf(byLength.find((one) => one.tokens === tokens)),
          ),
        ),
        row('r of valence and stars', ({ correlation }) =>
          correlation === undefined ? '' : `${fixed(correlation.r)} of ${correlation.count}`,
        ),
      ],
    ),
    '`npm run evaluate -- --data FILE --labels stars` gives these figures for a file.',
  ];
}
