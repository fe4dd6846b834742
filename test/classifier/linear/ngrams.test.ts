import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashNegated, hashNgram, hashWord } from '../../../classifier/src/linear/hashes.ts';
import { collectNgrams, type NgramSettings } from '../../../classifier/src/linear/ngrams.ts';
import { anyCharacter } from '../../helpers/any-text.ts';

const SETTINGS: NgramSettings = {
  wordNgrams: 3,
  minCharacterNgram: 3,
  maxCharacterNgram: 5,
  negationScope: 4,
};

const collect = (text: string, settings: Partial<NgramSettings> = {}) =>
  collectNgrams(text === '' ? [] : text.split(' '), { ...SETTINGS, ...settings });
const hashes = (...ngrams: string[]): number[] => ngrams.map((ngram) => hashNgram(ngram.split(' ')));
const negated = (text: string, settings?: Partial<NgramSettings>) => collect(text, settings).negated;
/** Hashes of words in the reach of a negation. */
const reached = (...words: string[]): number[] => words.map(hashNegated);

test('"not good" has the n-grams worked out by hand', () => {
  const { words, characters, negated } = collect('not good');
  expect(words).toEqual(
    hashes('<s> not', '<s> not good', 'not', 'not good', 'not good </s>', 'good', 'good </s>'),
  );
  // " not " has 3 n-grams of three characters, 2 of four, 1 of five; " good " has 4, 3 and 2.
  expect(characters).toHaveLength(6 + 9);
  expect(new Set(characters).size).toBe(15);
  expect(negated).toEqual(reached('good'));
});

test('a text without tokens has no n-grams but that of its two ends', () => {
  expect(collect('')).toEqual({ words: hashes('<s> </s>'), characters: [], negated: [] });
});

describe('as model files hold it', () => {
  const multiply = (a: number, b: number): number => Number((BigInt(a) * BigInt(b)) & 0xffffffffn);
  const xor = (a: number, b: number): number => (a ^ b) >>> 0;
  const rotate = (number: number, bits: number): number => xor(number << bits, number >>> (32 - bits));
  const finish = (hash: number): number => {
    const once = multiply(xor(hash, hash >>> 16), 0x85ebca6b);
    const twice = multiply(xor(once, once >>> 13), 0xc2b2ae35);
    return xor(twice, twice >>> 16);
  };
  const referenceOfWord = (word: string): number => {
    const codes = Array.from(word, (character) => character.charCodeAt(0));
    return finish(codes.reduce((hash, code) => multiply(xor(hash, code), 0x01000193), 0x811c9dc5));
  };

  test('a word’s hash is FNV-1a finished with MurmurHash3’s mixer', () => {
    for (const word of ['good', 'é', '好', '']) expect(hashWord(word)).toBe(referenceOfWord(word));
  });

  test('an n-gram’s is MurmurHash3 of its words’', () => {
    const reference = (words: string[]): number => {
      let hash = 0;
      for (const word of words) {
        const block = multiply(rotate(multiply(referenceOfWord(word), 0xcc9e2d51), 15), 0x1b873593);
        hash = (multiply(rotate(xor(hash, block), 13), 5) + 0xe6546b64) % 2 ** 32;
      }
      return finish(hash);
    };
    for (const words of [['good'], ['not', 'good'], ['a', 'b', 'c'], ['é', '好']]) {
      expect(hashNgram(words)).toBe(reference(words));
    }
  });
});

test('n-grams of words, characters and negated words are told apart, as are word boundaries', () => {
  const { words, characters, negated } = collect('not not', { minCharacterNgram: 1, maxCharacterNgram: 9 });
  const all = [...new Set(words), ...new Set(characters), ...new Set(negated)];
  expect(new Set(all).size).toBe(all.length);
  expect(hashNgram(['ab', 'c'])).not.toBe(hashNgram(['a', 'bc']));
  expect(hashNgram(['a', 'b'])).not.toBe(hashNgram(['b', 'a']));
});

test('n-grams of characters stay within a word and its two boundaries', () => {
  const { characters: good } = collect('good');
  expect(collect('good good').characters).toEqual([...good, ...good]);
  // Of "goodness" these are those of "good" too: " go", "goo", "ood", " goo", "good", " good".
  const { characters: goodness } = collect('goodness');
  expect(good.filter((hash) => goodness.includes(hash))).toHaveLength(6);
  // " a " is all there is of a word of one letter.
  expect(collect('a').characters).toHaveLength(1);
});

test('settings bound how long n-grams are', () => {
  expect(collect('not good', { wordNgrams: 1 }).words).toEqual(hashes('not', 'good'));
  expect(collect('not good', { wordNgrams: 2 }).words).toEqual(
    hashes('<s> not', 'not', 'not good', 'good', 'good </s>'),
  );
  expect(collect('good', { minCharacterNgram: 5 }).characters).toHaveLength(2);
  expect(collect('good', { maxCharacterNgram: 0 }).characters).toEqual([]);
});

describe('a negation', () => {
  test('reaches as many words as it is told', () => {
    expect(negated('not a b c d e f')).toEqual(reached('a', 'b', 'c', 'd'));
    expect(negated('not a b c', { negationScope: 2 })).toEqual(reached('a', 'b'));
    expect(negated('not a b c', { negationScope: 0 })).toEqual([]);
  });

  test.each(['.', ',', ';', ':', '!', '?', '(', ')', '--', '...', 'but'])(
    'does not reach beyond %j, nor that itself',
    (end) => {
      expect(negated(`not good ${end} bad`)).toEqual(reached('good'));
    },
  );

  test('reaches over other tokens', () => {
    expect(negated('never " so - good')).toEqual(reached('"', 'so', '-', 'good'));
  });

  test('begins anew at the next one, which is in its reach too', () => {
    expect(negated('not a never b c d e f')).toEqual(reached('a', 'never', 'b', 'c', 'd', 'e'));
  });

  test('is not found in words that only begin like one', () => {
    expect(negated('nothingness nots good')).toEqual([]);
    expect(negated('nothing good')).toEqual(reached('good'));
  });
});

test('any text has the n-grams that its lengths tell, in whole numbers of 32 bits', () => {
  const word = fc.string({ unit: anyCharacter, minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(fc.array(word, { maxLength: 20 }), (words) => {
      const ngrams = collectNgrams(words, SETTINGS);
      // n words and two ends hold n + 2, n + 1 and n n-grams of one, two and three words; the ends alone do not count.
      expect(ngrams.words).toHaveLength(words.length + (words.length + 1) + words.length);
      const numCharacterNgrams = words.flatMap(({ length }) =>
        [3, 4, 5].map((n) => Math.max(0, length + 2 - n + 1)),
      );
      expect(ngrams.characters).toHaveLength(numCharacterNgrams.reduce((sum, number) => sum + number, 0));
      expect(ngrams.negated.length).toBeLessThanOrEqual(words.length);
      const hashes = Object.values(ngrams).flat();
      expect(hashes).toEqual([...Uint32Array.from(hashes)]);
    }),
  );
});
