import type { Name } from '../../names/find-names.ts';

/** How well found names agree with those of a reader. */
export interface NameScore {
  /** How many names the reader labelled. */
  labelled: number;
  /** How many were found. */
  found: number;
  /** How many of those found are right. */
  right: number;
  /** right / found, 0 where none was found. */
  precision: number;
  /** right / labelled, 0 where none was labelled. */
  recall: number;
  /** 2 · right / (found + labelled): the harmonic mean of precision and recall. */
  f1: number;
}

/** Whether a found name is the labelled one. */
export type Agreement = (found: Name, labelled: Name) => boolean;

/** The same place, of whatever kind. */
export const isSamePlace: Agreement = (a, b) => a.start === b.start && a.end === b.end;
/** The same place and kind. */
export const isSame: Agreement = (a, b) => a.kind === b.kind && isSamePlace(a, b);
/** A character in common, of whatever kind. */
export const overlapsPlace: Agreement = (a, b) => a.start < b.end && b.start < a.end;
/** A character in common, and the same kind. */
export const overlaps: Agreement = (a, b) => a.kind === b.kind && overlapsPlace(a, b);

/** Counts agreement over texts; each labelled name agrees with one found name at most. */
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
