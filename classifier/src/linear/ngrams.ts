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
/** The hashes of a text's n-grams by group, each as often as it stands in the text, in the order of the text. */
export type Ngrams = Record<(typeof NGRAM_GROUPS)[number], number[]>;

const WORD_SEED = 0x811c9dc5;
const CHARACTER_SEED = 0x01234567;
const NEGATED_SEED = 0x00000777;
const WORD_BOUNDARY = 0x20;
const TEXT_BEGIN = '<s>';
const TEXT_END = '</s>';

/** Words that turn what follows, as tokens are normalized (`n't` is `not`). */
export const NEGATIONS: ReadonlySet<string> = new Set(
  'not no never neither nor without hardly barely rarely lack lacks lacking nothing none nobody cannot'.split(
    ' ',
  ),
);
/** Tokens at which a negation's reach ends. */
export const CLAUSE_ENDS: ReadonlySet<string> = new Set('. , ; : ! ? ( ) -- ... but'.split(' '));

/**
 * The 32-bit hash of an n-gram of words; n-grams are told apart by it alone.
 * FNV-1a over the UTF-16 code units (Fowler, Noll, Vo), finished with MurmurHash3's mixer (Appleby).
 */
export function hashWordNgram(words: readonly string[]): number {
  return mix(words.reduce(hashWord, WORD_SEED));
}

/** The hash of a word that stands in the reach of a negation. */
export function hashNegated(word: string): number {
  return mix(hashWord(NEGATED_SEED, word));
}

/**
 * The n-grams of a text: of words, the text's two ends included; of characters within each word; and the
 * words in the reach of a negation (Das and Chen 2001; Pang, Lee and Vaithyanathan 2002).
 * @param words the tokens' normal forms
 */
export function collectNgrams(words: readonly string[], settings: NgramSettings): Ngrams {
  const { minCharacterNgram, maxCharacterNgram } = settings;
  return {
    words: collectWordNgrams(words, settings),
    characters: words.flatMap((word) => hashCharacterNgrams(word, minCharacterNgram, maxCharacterNgram)),
    negated: collectNegated(words, settings),
  };
}

/** The n-grams of words, the text's two ends included. */
export function collectWordNgrams(
  words: readonly string[],
  { wordNgrams }: Pick<NgramSettings, 'wordNgrams'>,
): number[] {
  const hashes: number[] = [];
  const bounded = [TEXT_BEGIN, ...words, TEXT_END];
  for (let i = 0; i < bounded.length; i++) {
    let hash = WORD_SEED;
    for (let n = 1; n <= wordNgrams && i + n <= bounded.length; n++) {
      hash = hashWord(hash, bounded[i + n - 1]!);
      const isBoundaryAlone = n === 1 && (i === 0 || i === bounded.length - 1);
      if (!isBoundaryAlone) hashes.push(mix(hash));
    }
  }
  return hashes;
}

/** The words in the reach of a negation. */
export function collectNegated(
  words: readonly string[],
  { negationScope }: Pick<NgramSettings, 'negationScope'>,
): number[] {
  const hashes: number[] = [];
  let reach = 0;
  for (const word of words) {
    if (CLAUSE_ENDS.has(word)) reach = 0;
    if (reach > 0) {
      hashes.push(hashNegated(word));
      reach--;
    }
    if (NEGATIONS.has(word)) reach = negationScope;
  }
  return hashes;
}

/**
 * The hashes of the n-grams of characters within a word and its two boundaries; none for a shorter word.
 * @param min the shortest n-gram, in UTF-16 code units
 * @param max the longest
 */
export function hashCharacterNgrams(word: string, min: number, max: number): number[] {
  const hashes: number[] = [];
  const length = word.length;
  for (let start = -1; start < length; start++) {
    let hash = CHARACTER_SEED;
    for (let n = 1; n <= max && start + n <= length + 1; n++) {
      const at = start + n - 1;
      hash = hashCode(hash, at < 0 || at >= length ? WORD_BOUNDARY : word.charCodeAt(at));
      if (n >= min) hashes.push(mix(hash));
    }
  }
  return hashes;
}

function hashCode(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

function hashWord(hash: number, word: string): number {
  for (let i = 0; i < word.length; i++) hash = hashCode(hash, word.charCodeAt(i));
  return hashCode(hash, WORD_BOUNDARY);
}

function mix(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
