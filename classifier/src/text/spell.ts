import { createPlaces, type Edits, type Places, replaceMatches } from './edits.ts';
import { respell } from './spelling.ts';

/** A text as it is looked at for tokens, and where its characters stood in the original. */
export interface Spelling {
  text: string;
  places: Places;
}

/** Zero-width spaces and joiners, variation selectors, soft hyphens, byte order marks. */
const INVISIBLE = /(?:[\u00ad\u200b\u200c\u2060\ufeff]|\u200d|\ufe0e|\ufe0f)+/g;
const ACCENTED = /\p{L}\p{M}/gu;

/** The one spelling of a text, in place of the treebank's and plain text's. */
export function spell(original: string): Spelling {
  const steps: Edits[] = [];
  let text = original;
  // ASCII holds neither.
  if (/[^\0-\x7f]/.test(original)) {
    const visible = replaceMatches(text, INVISIBLE, () => '');
    const composed = replaceMatches(visible.text, ACCENTED, ([match]) => match.normalize('NFC'));
    text = composed.text;
    steps.push(visible.edits, composed.edits);
  }
  const respelled = respell(text);
  return { text: respelled.text, places: createPlaces([...steps, respelled.edits]) };
}
