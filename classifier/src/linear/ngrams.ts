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
  /** The longest n-gram of words; all shorter ones count too. */
  wordNgrams: number;
  /** The shortest and longest n-gram of characters within a word and its two boundaries. */
  minCharacterNgram: number;
  maxCharacterNgram: number;
  /** How many words after a negation are features of their own, until the clause ends. */
  negationScope: number;
}

/** The three groups of n-grams; each is scaled by its own number. */
export const NGRAM_GROUPS = ['words', 'characters', 'negated'] as const;
/** The hashes of a text's n-grams by group, each as often as it stands in the text. */
export type Ngrams = Record<(typeof NGRAM_GROUPS)[number], number[]>;

/** What n-grams are made of, of one word. */
export interface HashedWord {
  /** The token's normal form. */
  normal: string;
  /** What it adds to the hash of an n-gram. */
  block: number;
  isNegation: boolean;
  endsClause: boolean;
}

/** Words that turn what follows, as tokens are normalized (`n't` is `not`). */
export const NEGATIONS: ReadonlySet<string> = new Set(
  'not no never neither nor without hardly barely rarely lack lacks lacking nothing none nobody cannot'.split(
    ' ',
  ),
);
/** Tokens at which a negation's reach ends. */
export const CLAUSE_ENDS: ReadonlySet<string> = new Set('. , ; : ! ? ( ) -- ... but'.split(' '));

/** @param normal a token's normal form */
export function toHashedWord(normal: string): HashedWord {
  return {
    normal,
    block: toBlock(hashWord(normal)),
    isNegation: NEGATIONS.has(normal),
    endsClause: CLAUSE_ENDS.has(normal),
  };
}

const TEXT_BEGIN = toHashedWord('<s>');
const TEXT_END = toHashedWord('</s>');

/**
 * Visits the n-grams of words, the text's two ends included, but for an end alone.
 * @param shortest the shortest n-gram, in words
 * @param longest the longest
 * @returns how many n-grams of up to `longest` words there are, shorter ones than `shortest` included
 */
export function visitWordNgrams(
  words: readonly HashedWord[],
  shortest: number,
  longest: number,
  visit: (hash: number) => void,
): number {
  const numWords = words.length;
  let count = 0;
  for (let start = -1; start <= numWords; start++) {
    let hash = NGRAM_SEED;
    for (let n = 1; n <= longest && start + n <= numWords + 1; n++) {
      const at = start + n - 1;
      const word = at < 0 ? TEXT_BEGIN : at < numWords ? words[at]! : TEXT_END;
      hash = addBlock(hash, word.block);
      const isEndAlone = n === 1 && (at < 0 || at === numWords);
      if (isEndAlone) continue;
      count++;
      if (n >= shortest) visit(finishHash(hash));
    }
  }
  return count;
}

/**
 * Visits the words in the reach of a negation (Das and Chen 2001; Pang, Lee and Vaithyanathan 2002).
 * @param scope how far it reaches, in words
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
 * The n-grams of a text: of words, the text's two ends included; of characters within each word; and the
 * words in the reach of a negation.
 * @param words the tokens' normal forms
 */
export function collectNgrams(words: readonly string[], settings: NgramSettings): Ngrams {
  const { wordNgrams, minCharacterNgram, maxCharacterNgram, negationScope } = settings;
  const hashed = words.map(toHashedWord);
  const ngrams: Ngrams = {
    words: [],
    characters: [],
    negated: [],
  };
  for (const word of words) {
    visitCharacterNgrams(word, minCharacterNgram, maxCharacterNgram, (hash) => ngrams.characters.push(hash));
  }
  visitWordNgrams(hashed, 1, wordNgrams, (hash) => ngrams.words.push(hash));
  visitNegated(hashed, negationScope, ({ normal }) => ngrams.negated.push(hashNegated(normal)));
  return ngrams;
}
