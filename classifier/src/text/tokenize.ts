import type { TokenForm } from '../model.ts';
import { finish } from '../steps.ts';
import { createTokenFinder, placesOf } from './find-tokens.ts';
import type { Span } from './sentences.ts';
import { spell } from './spell.ts';

/** A word, number or punctuation mark, and its place in the text. Where one sign says several words, they share its place. */
export interface Token extends TokenForm, Span {
  /** The token as the text spells it. */
  text: string;
}

const findTokens = createTokenFinder((form) => form);

/**
 * The tokens of a text, the same for training and serving, and the same for the treebank's spelling and
 * plain text: `It is n't -LRB- that -RRB- good .` and `It isn't (that) good.` differ in places only.
 * Takes time in proportion to the text's length.
 */
export function tokenize(text: string): Token[] {
  const spelling = spell(text);
  const tokens = finish(findTokens(spelling));
  const places = placesOf(tokens, spelling.places);
  return tokens.words.map(({ normal, isWord }, i) => {
    const { start, end } = places[i]!;
    return { text: text.slice(start, end), normal, start, end, isWord };
  });
}
