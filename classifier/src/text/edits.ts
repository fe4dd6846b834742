/**
 * The changes made to a text, in order, four numbers an edit. Code units `at` to `at + length` of the new text replace
 * `start` to `end` of the old text; either range may be empty. Between edits the code units are unchanged.
 */
export type Edits = readonly number[];

const EDIT_SIZE = 4;

/** A rewritten text and its edits. */
export interface Rewritten {
  text: string;
  edits: Edits;
}

/** Rewrites a text from left to right. */
export interface Rewriter {
  /** Replaces the range `start` to `end`, which may be empty. Earlier edits must end at or before `start`. */
  replace(start: number, end: number, replacement: string): void;
  /** Whether the last edit ends at an offset and put a space there. */
  hasSpaceBefore(place: number): boolean;
  /** Copies the rest of the text and returns the result. */
  finish(): Rewritten;
}

/** Creates a rewriter, which copies everything that is not replaced. */
export function createRewriter(old: string): Rewriter {
  const edits: number[] = [];
  let text = '';
  let copied = 0;
  return {
    replace(start, end, replacement) {
      text += old.slice(copied, start);
      // Replacing one code unit by one moves no offset.
      if (replacement.length !== 1 || end - start !== 1)
        edits.push(text.length, replacement.length, start, end);
      text += replacement;
      copied = end;
    },
    hasSpaceBefore: (place) => copied === place && text.endsWith(' '),
    finish: () => ({ text: copied === 0 ? old : text + old.slice(copied), edits }),
  };
}

/** Maps offsets in a rewritten text to the original. Fastest when asked from left to right. */
export interface Places {
  /** The original offset where the source of the code unit at `place` begins. */
  startOf(place: number): number;
  /** The original offset where the source of the code unit before `place` ends, exclusive. */
  endOf(place: number): number;
}

/** Maps offsets back through several rewritings to the first text. */
export function createPlaces(rewritings: readonly Edits[]): Places {
  const steps = rewritings.filter((edits) => edits.length > 0).map(placesOf);
  return {
    startOf: (place) => steps.reduceRight((at, { startOf }) => startOf(at), place),
    endOf: (place) => steps.reduceRight((at, { endOf }) => endOf(at), place),
  };
}

/**
 * Maps offsets of the old text to the new text. An offset within a replaced range maps to the end of its replacement.
 * Ask from left to right.
 */
export function createNewPlaces(edits: Edits): (oldPlace: number) => number {
  /** The index after the last edit that begins before the offset. */
  let next = 0;
  return (oldPlace) => {
    while (next < edits.length && edits[next + 2]! < oldPlace) next += EDIT_SIZE;
    if (next === 0) return oldPlace;
    const edit = next - EDIT_SIZE;
    return edits[edit]! + edits[edit + 1]! + Math.max(0, oldPlace - edits[edit + 3]!);
  };
}

function placesOf(edits: Edits): Places {
  /** The index after the last edit that begins at or before the last offset asked for. */
  let next = 0;
  const seek = (place: number): void => {
    while (next > 0 && edits[next - EDIT_SIZE]! > place) next -= EDIT_SIZE;
    while (next < edits.length && edits[next]! <= place) next += EDIT_SIZE;
  };
  /** The edit that the code unit comes from, or else the distance by which it was moved. */
  const find = (place: number): { edit: number } | { moved: number } => {
    seek(place);
    if (next === 0) return { moved: 0 };
    const edit = next - EDIT_SIZE;
    const end = edits[edit]! + edits[edit + 1]!;
    return place < end ? { edit } : { moved: edits[edit + 3]! - end };
  };
  return {
    startOf(place) {
      const found = find(place);
      return 'edit' in found ? edits[found.edit + 2]! : place + found.moved;
    },
    endOf(place) {
      const found = find(place - 1);
      return 'edit' in found ? edits[found.edit + 3]! : place + found.moved;
    },
  };
}

/** Replaces each match of a global pattern; the match stays if `replacement` returns undefined. */
export function replaceMatches(
  text: string,
  pattern: RegExp,
  replacement: (match: RegExpExecArray) => string | undefined,
): Rewritten {
  if (text.search(pattern) < 0) return { text, edits: [] }; // nearly always, and much faster than `matchAll`
  const rewriter = createRewriter(text);
  for (const match of text.matchAll(pattern)) {
    const replaced = replacement(match);
    if (replaced === undefined || replaced === match[0]) continue;
    rewriter.replace(match.index, match.index + match[0].length, replaced);
  }
  return rewriter.finish();
}
