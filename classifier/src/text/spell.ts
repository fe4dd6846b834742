import { createPlaces, type Places } from './edits.ts';
import { type PlainText, toPlainText } from './rules/index.ts';
import { respell } from './spelling.ts';

/** A text as it is looked at for tokens, and where its characters stood in the original. */
export interface Spelling {
  text: string;
  places: Places;
}

/** The one spelling of a text, in place of the treebank's and of those that people use. */
export function spell(original: string, plain: PlainText = toPlainText(original)): Spelling {
  const respelled = respell(plain.text);
  return { text: respelled.text, places: createPlaces([...plain.edits, respelled.edits]) };
}
