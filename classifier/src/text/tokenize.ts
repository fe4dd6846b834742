import type { TokenForm } from '../model.ts';
import { finish } from '../steps.ts';
import { createTokenFinder, placesOf } from './find-tokens.ts';
import type { Span } from './sentences.ts';
import { spell } from './spell.ts';

/**
 * A word, number or punctuation mark with its offsets in the text. Words that come from one sign, such as an emoji,
 * share its offsets.
 */
export interface Token extends TokenForm, Span {
  /** The token as the text spells it. */
  text: string;
}

const findTokens = createTokenFinder((form) => form);

/**
 * Tokenizes a text, in the same way for training and serving. The treebank's spelling and plain text give the same
 * tokens: `It is n't -LRB- that -RRB- good .` and `It isn't (that) good.` differ only in offsets. The time is linear in
 * the text's length.
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
