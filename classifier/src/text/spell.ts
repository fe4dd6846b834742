import { createPlaces, type Edits, type Places } from './edits.ts';
import { toPlainText } from './rules/index.ts';
import { respell } from './spelling.ts';

/** A text as it is looked at for tokens, and how it came to be. */
export interface Spelling {
  text: string;
  /** The text as plain prose, which is looked at for sentences. */
  plain: string;
  /** From the plain text to this one. */
  edits: Edits;
  /** Whether the plain text is another than the original. */
  isRewritten: boolean;
  /** Where the plain text's characters stood in the original. */
  plainPlaces: Places;
  /** Where this text's did. */
  places: Places;
}

/** The one spelling of a text, in place of the treebank's and of those that people use. */
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
