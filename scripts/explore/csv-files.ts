import { stringify } from 'csv-stringify/sync';
import type { ReportFile } from '../report/index.ts';
import type { Study } from './study.ts';
import { listLargest, TERM_KINDS, type TermKind } from './terms/study.ts';

/** So many of the most frequent terms of each kind are listed for each class. */
const NUM_TERMS = 50;

/** What the charts are drawn from, as tables for a spreadsheet. */
export function toCsvFiles(study: Study): ReportFile[] {
  return [
    { name: 'lengths.csv', content: stringify(listLengths(study)) },
    { name: 'terms.csv', content: stringify(listTerms(study)) },
  ];
}

/** How many texts of each length each class has. */
function listLengths({ lengths, labels }: Study): unknown[][] {
  return [['tokens', ...labels.names], ...lengths.bins.map(({ name, numTexts }) => [name, ...numTexts])];
}

/** The most frequent terms of each class and kind, and how characteristic they are, in standard errors. */
function listTerms({ terms, labels }: Study): unknown[][] {
  const rows = (Object.keys(TERM_KINDS) as TermKind[]).flatMap((kind) =>
    labels.names.flatMap((name, label) =>
      listLargest(terms[kind].terms, ({ numTexts }) => numTexts[label]!, NUM_TERMS).map((term, i) => [
        kind,
        name,
        i + 1,
        term.term,
        term.numTexts[label]!,
        term.z[label]!.toFixed(2),
        term.z[label]! > terms[kind].criticalZ ? 'yes' : 'no',
      ]),
    ),
  );
  return [['kind', 'class', 'rank', 'term', 'texts', 'z', 'characteristic'], ...rows];
}
