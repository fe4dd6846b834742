import type { LabelSet } from '../../../classifier/src/index.ts';
import { NAME_KINDS } from '../../names/find-names.ts';
import { advice, type Block, chart, count, type Section, table, text } from '../../report/index.ts';
import type { Unit } from '../texts/unit.ts';
import { drawTerms } from './charts.ts';
import { adviseOnNames, adviseOnWords, describeTerms } from './findings.ts';
import { TERM_KINDS, type TermCount, type TermKind, type TermStudies } from './study.ts';

/** The number of terms of each kind in a table. */
const NUM_ROWS = 12;

/** The study that the sections on terms report. */
interface TermsOfClasses {
  terms: TermStudies;
  /** The number of texts of each class, shape [numClasses]. */
  classes: readonly number[];
  labels: LabelSet;
  unit: Unit;
}

/** Composes the section on names of each kind. */
export async function composeNames(study: TermsOfClasses): Promise<Section> {
  return {
    title: 'Names',
    blocks: [
      ...(await describeKinds(study, NAME_KINDS)),
      text(
        study.unit === 'sentence'
          ? 'A sentence counts once for each class of its texts that hold a name, however many they are.'
          : 'A text counts once, however often it has a name.',
      ),
      advice(adviseOnNames(study.terms, NAME_KINDS)),
    ],
  };
}

/** Composes the section on adjectives and verbs. */
export async function composeWords(study: TermsOfClasses): Promise<Section> {
  return {
    title: 'Adjectives and verbs',
    blocks: [
      ...(await describeKinds(study, ['adjective', 'verb'])),
      text(
        'The log-odds weigh a word’s share of a class against its share of all others, from an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008), so that neither frequent nor rare words win by being so. What may be chance is found by shuffling the labels: in 19 of 20 shuffles no word of a chart gets beyond its pale bars.',
      ),
      advice(adviseOnWords(study.terms)),
    ],
  };
}

/** Composes the section on the most frequent names and words of texts without labels. */
export function composeFrequentTerms(terms: Record<TermKind, TermCount[]>, unit: Unit): Section {
  const kinds = (Object.keys(TERM_KINDS) as TermKind[]).filter((kind) => terms[kind].length > 0);
  const numRows = Math.max(0, ...kinds.map((kind) => Math.min(terms[kind].length, NUM_ROWS)));
  const rows = Array.from({ length: numRows }, (_, rank) =>
    kinds.map((kind) => describeCount(terms[kind][rank])),
  );
  const block = table(
    kinds.map((kind) => TERM_KINDS[kind].nouns),
    rows,
  );
  const rule = `in three ${unit}s or more`;
  return {
    title: 'Names, adjectives and verbs',
    blocks:
      numRows === 0
        ? [text(`No name, adjective or verb stands ${rule}.`)]
        : [text(`The most frequent that stand ${rule}, and how many texts hold them.`), block],
  };
}

const describeCount = (found: TermCount | undefined): string =>
  found === undefined ? '' : `${found.term} (${count(found.numTexts)})`;

async function describeKinds(
  { terms, unit, classes, labels }: TermsOfClasses,
  kinds: readonly TermKind[],
): Promise<Block[]> {
  const blocks: Block[] = [];
  for (const kind of kinds) {
    const finding = describeTerms(kind, terms[kind], unit, labels.names);
    blocks.push(
      terms[kind].terms.length === 0
        ? text(`${finding}.`)
        : await chart(TERM_KINDS[kind].nouns, finding, (title) =>
            drawTerms(title, terms[kind], classes, labels),
          ),
    );
  }
  return blocks;
}
