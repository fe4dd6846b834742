import {
  addBlock,
  finishHash,
  hashNegated,
  hashWord,
  NGRAM_SEED,
  toBlock,
  visitCharacterNgrams,
} from './hashes.ts';

/** Which n-grams of a text are features. */
export interface NgramSettings {
  /** The length of the longest word n-gram, in words; all shorter ones count too. */
  wordNgrams: number;
  /** The lengths of the shortest and the longest character n-gram, word boundaries included. */
  minCharacterNgram: number;
  maxCharacterNgram: number;
  /**
   * The number of words in the scope of a negation, each of them a feature of its own; a scope also ends with its
   * clause.
   */
  negationScope: number;
}

/** The three groups of n-grams. Each group has its own scale. */
export const NGRAM_GROUPS = ['words', 'characters', 'negated'] as const;
/** The hashes of a text's n-grams by group, each repeated as often as it occurs. */
export type Ngrams = Record<(typeof NGRAM_GROUPS)[number], number[]>;

/** A word with all that n-grams need. */
export interface HashedWord {
  /** The token's normal form. */
  normal: string;
  /** The block that the word adds to the hash of an n-gram. */
  block: number;
  isNegation: boolean;
  endsClause: boolean;
}

/** Negations, in the normal form of tokens (`n't` is `not`). */
export const NEGATIONS: ReadonlySet<string> = new Set(
  'not no never neither nor without hardly barely rarely lack lacks lacking nothing none nobody cannot'.split(
    ' ',
  ),
);
/** Tokens that end the scope of a negation. */
export const CLAUSE_ENDS: ReadonlySet<string> = new Set('. , ; : ! ? ( ) -- ... but'.split(' '));

/**
 * Prepares a token for n-grams.
 * @param normal the token's normal form
 */
export function toHashedWord(normal: string): HashedWord {
  return {
    normal,
    block: toBlock(hashWord(normal)),
    isNegation: NEGATIONS.has(normal),
    endsClause: CLAUSE_ENDS.has(normal),
  };
}

const TEXT_BEGIN = toHashedWord('<s>').block;
const TEXT_END = toHashedWord('</s>').block;

/** Counts the word n-grams of a text of `numWords` words, from 1 to `longest` words long. */
export function countWordNgrams(numWords: number, longest: number): number {
  let count = longest > 0 ? numWords : 0;
  for (let n = 2; n <= longest; n++) count += Math.max(0, numWords + ENDS - n + 1);
  return count;
}

/** The number of ends of a text that count as words. */
const ENDS = 2;
/** The blocks of the current text's words, with its ends; it grows. */
let blocks = new Int32Array(256);

/**
 * Writes the hashes of the word n-grams of a text, by their first word. The two ends of the text count as words, except
 * as n-grams of length 1.
 * @param shortest the length of the shortest n-gram to write, in words
 * @param longest the length of the longest n-gram
 * @param out shape [at least `countWordNgrams`]
 * @returns the number of hashes written
 */
export function writeWordNgrams(
  words: readonly HashedWord[],
  shortest: number,
  longest: number,
  out: Uint32Array,
): number {
  const numBlocks = words.length + ENDS;
  if (blocks.length < numBlocks) blocks = new Int32Array(2 * numBlocks);
  const own = blocks;
  own[0] = TEXT_BEGIN;
  for (let i = 0; i < words.length; i++) own[i + 1] = words[i]!.block;
  own[numBlocks - 1] = TEXT_END;
  let count = 0;
  for (let start = 0; start < numBlocks; start++) {
    const isEnd = start === 0 || start === numBlocks - 1;
    const from = isEnd ? Math.max(2, shortest) : shortest;
    const most = Math.min(longest, numBlocks - start);
    let hash = NGRAM_SEED;
    for (let n = 1; n <= most; n++) {
      hash = addBlock(hash, own[start + n - 1]!);
      if (n >= from) out[count++] = finishHash(hash);
    }
  }
  return count;
}

/**
 * Visits the words in the scope of a negation (Das and Chen 2001; Pang, Lee and Vaithyanathan 2002).
 * @param scope the most words after a negation that are in its scope
 */
export function visitNegated<Word extends HashedWord>(
  words: readonly Word[],
  scope: number,
  visit: (word: Word) => void,
): void {
  let reach = 0;
  for (const word of words) {
    if (word.endsClause) reach = 0;
    if (reach > 0) {
      visit(word);
      reach--;
    }
    if (word.isNegation) reach = scope;
  }
}

/**
 * Collects the n-grams of a text: word n-grams, the ends of the text included; character n-grams within each word; and
 * the words in the scope of a negation.
 * @param words the tokens' normal forms
 */
export function collectNgrams(words: readonly string[], settings: NgramSettings): Ngrams {
  const { wordNgrams, minCharacterNgram, maxCharacterNgram, negationScope } = settings;
  const hashed = words.map(toHashedWord);
  const found = new Uint32Array(countWordNgrams(words.length, wordNgrams));
  writeWordNgrams(hashed, 1, wordNgrams, found);
  const ngrams: Ngrams = { words: [...found], characters: [], negated: [] };
  for (const word of words) {
    visitCharacterNgrams(word, minCharacterNgram, maxCharacterNgram, (hash) => ngrams.characters.push(hash));
  }
  visitNegated(hashed, negationScope, ({ normal }) => ngrams.negated.push(hashNegated(normal)));
  return ngrams;
}
