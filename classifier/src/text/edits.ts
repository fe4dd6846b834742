/**
 * What was changed in a text, in order: four numbers an edit. Code units `at` to `at + length` of the new text stand for
 * `start` to `end` of the old one; either may be empty. Between edits each code unit stands for itself.
 */
export type Edits = readonly number[];

const EDIT_SIZE = 4;

/** A text made of another, and how. */
export interface Rewritten {
  text: string;
  edits: Edits;
}

/** Writes a text from another's beginning to its end. */
export interface Rewriter {
  /** Puts `replacement` in the place of `start` to `end`, which may be empty; no edit before may reach beyond `start`. */
  replace(start: number, end: number, replacement: string): void;
  /** Whether an edit that ends at a place put a space there. */
  hasSpaceBefore(place: number): boolean;
  finish(): Rewritten;
}

/** Copies a text but for what is replaced in it. */
export function createRewriter(old: string): Rewriter {
  const edits: number[] = [];
  let text = '';
  let copied = 0;
  return {
    replace(start, end, replacement) {
      text += old.slice(copied, start);
      // One code unit for one moves no place.
      if (replacement.length !== 1 || end - start !== 1)
        edits.push(text.length, replacement.length, start, end);
      text += replacement;
      copied = end;
    },
    hasSpaceBefore: (place) => copied === place && text.endsWith(' '),
    finish: () => ({ text: copied === 0 ? old : text + old.slice(copied), edits }),
  };
}

/** Tells where the code units of a rewritten text stood; quickest when asked from left to right. */
export interface Places {
  /** Where what the code unit at `place` stands for begins. */
  startOf(place: number): number;
  /** Where what the code unit before `place` stands for ends, exclusive. */
  endOf(place: number): number;
}

/** The places of a text that was rewritten several times, in the first text. */
export function createPlaces(rewritings: readonly Edits[]): Places {
  const steps = rewritings.filter((edits) => edits.length > 0).map(placesOf);
  return {
    startOf: (place) => steps.reduceRight((at, { startOf }) => startOf(at), place),
    endOf: (place) => steps.reduceRight((at, { endOf }) => endOf(at), place),
  };
}

/**
 * Tells where, in the new text, begins what stood at a place of the old one or behind it; to be asked from left to right.
 */
export function createNewPlaces(edits: Edits): (oldPlace: number) => number {
  /** Behind the last edit that begins before the place. */
  let next = 0;
  return (oldPlace) => {
    while (next < edits.length && edits[next + 2]! < oldPlace) next += EDIT_SIZE;
    if (next === 0) return oldPlace;
    const edit = next - EDIT_SIZE;
    return edits[edit]! + edits[edit + 1]! + Math.max(0, oldPlace - edits[edit + 3]!);
  };
}

function placesOf(edits: Edits): Places {
  /** Behind the last edit that begins at or before the place asked for last. */
  let next = 0;
  const seek = (place: number): void => {
    while (next > 0 && edits[next - EDIT_SIZE]! > place) next -= EDIT_SIZE;
    while (next < edits.length && edits[next]! <= place) next += EDIT_SIZE;
  };
  /** The edit that the code unit comes from, if any, and else how far it was moved. */
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

/** Puts a replacement in the place of each match of a global pattern; `undefined` leaves it as it is. */
export function replaceMatches(
  text: string,
  pattern: RegExp,
  replacement: (match: RegExpExecArray) => string | undefined,
): Rewritten {
  const rewriter = createRewriter(text);
  for (const match of text.matchAll(pattern)) {
    const replaced = replacement(match);
    if (replaced === undefined || replaced === match[0]) continue;
    rewriter.replace(match.index, match.index + match[0].length, replaced);
  }
  return rewriter.finish();
}
