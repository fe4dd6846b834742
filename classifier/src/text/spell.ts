import { createPlaces, type Edits, type Places } from './edits.ts';
import { toPlainText } from './rules/index.ts';
import { respell } from './spelling.ts';

/** A text normalized for tokenization, and its edits. */
export interface Spelling {
  text: string;
  /** The text as plain prose, used to find sentences. */
  plain: string;
  /** The edits from `plain` to `text`. */
  edits: Edits;
  /** Whether `plain` differs from the original. */
  isRewritten: boolean;
  /** Maps offsets in `plain` to the original. */
  plainPlaces: Places;
  /** Maps offsets in `text` to the original. */
  places: Places;
}

/** Normalizes the spelling of a text: both the treebank's spelling and the spellings people use. */
export function spell(original: string): Spelling {
  const { text: plain, edits: plainEdits } = toPlainText(original);
  const { text, edits } = respell(plain);
  return {
    text,
    plain,
    edits,
    isRewritten: plainEdits.length > 0,
    plainPlaces: createPlaces(plainEdits),
    places: createPlaces([...plainEdits, edits]),
  };
}
