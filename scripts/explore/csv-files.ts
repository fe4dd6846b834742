import { stringify } from 'csv-stringify/sync';
import type { ReportFile } from '../report/index.ts';
import type { TextsStudy } from './data/study.ts';
import type { Study, UnlabelledStudy } from './study.ts';
import { listLargest, TERM_KINDS, type TermKind } from './terms/study.ts';

/** The number of most frequent terms listed for each kind and class. */
const NUM_TERMS = 50;

/** Writes the data of the charts as CSV files. */
export function toCsvFiles(study: Study): ReportFile[] {
  return [
    { name: 'lengths.csv', content: stringify(listLengths(study, study.labels.names)) },
    { name: 'terms.csv', content: stringify(listTerms(study)) },
  ];
}

/** The same for texts without labels. */
export function toUnlabelledCsvFiles(study: UnlabelledStudy): ReportFile[] {
  return [
    { name: 'lengths.csv', content: stringify(listLengths(study, ['texts'])) },
    { name: 'terms.csv', content: stringify(listFrequent(study)) },
  ];
}

/** The number of texts of each length and class. */
function listLengths({ lengths }: TextsStudy, names: readonly string[]): unknown[][] {
  return [['tokens', ...names], ...lengths.bins.map(({ name, numTexts }) => [name, ...numTexts])];
}

/** The most frequent terms of each kind. */
function listFrequent({ terms }: UnlabelledStudy): unknown[][] {
  const rows = (Object.keys(TERM_KINDS) as TermKind[]).flatMap((kind) =>
    terms[kind].slice(0, NUM_TERMS).map(({ term, numTexts }, i) => [kind, i + 1, term, numTexts]),
  );
  return [['kind', 'rank', 'term', 'texts'], ...rows];
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
