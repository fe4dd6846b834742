import type { Name } from '../../names/find-names.ts';

/** The agreement of found names with those of a human reader. */
export interface NameScore {
  /** The number of names that the reader labelled. */
  labelled: number;
  /** The number of names found. */
  found: number;
  /** The number of found names that are right. */
  right: number;
  /** right / found; 0 if none was found. */
  precision: number;
  /** right / labelled; 0 if none was labelled. */
  recall: number;
  /** 2 · right / (found + labelled): the harmonic mean of precision and recall. */
  f1: number;
}

/** Decides whether a found name agrees with a labelled one. */
export type Agreement = (found: Name, labelled: Name) => boolean;

/** The same span, of any kind. */
export const isSamePlace: Agreement = (a, b) => a.start === b.start && a.end === b.end;
/** The same span and kind. */
export const isSame: Agreement = (a, b) => a.kind === b.kind && isSamePlace(a, b);
/** At least one character in common, of any kind. */
export const overlapsPlace: Agreement = (a, b) => a.start < b.end && b.start < a.end;
/** At least one character in common, and the same kind. */
export const overlaps: Agreement = (a, b) => a.kind === b.kind && overlapsPlace(a, b);

/** Scores found names over all texts. Each labelled name agrees with at most one found name. */
export function scoreNames(
  texts: readonly { labelled: readonly Name[]; found: readonly Name[] }[],
  agrees: Agreement,
): NameScore {
  let numLabelled = 0;
  let numFound = 0;
  let right = 0;
  for (const { labelled, found } of texts) {
    numLabelled += labelled.length;
    numFound += found.length;
    const open = [...labelled];
    for (const name of found) {
      const at = open.findIndex((candidate) => agrees(name, candidate));
      if (at < 0) continue;
      open.splice(at, 1);
      right++;
    }
  }
  return {
    labelled: numLabelled,
    found: numFound,
    right,
    precision: numFound === 0 ? 0 : right / numFound,
    recall: numLabelled === 0 ? 0 : right / numLabelled,
    f1: numFound + numLabelled === 0 ? 0 : (2 * right) / (numFound + numLabelled),
  };
}
