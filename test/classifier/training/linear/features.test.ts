import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashNegated, hashNgram } from '../../../../classifier/src/linear/hashes.ts';
import type { FeatureSettings } from '../../../../classifier/src/linear/linear.ts';
import { collectNgrams } from '../../../../classifier/src/linear/ngrams.ts';
import {
  buildMatrix,
  collectFeatures,
  collectWordHashes,
  type SparseMatrix,
  type TrainingText,
} from '../../../../classifier/training/linear/features.ts';

/** Single words alone, each worth 1 / (number of words). */
const WORDS_ALONE: FeatureSettings = {
  wordNgrams: 1,
  minCharacterNgram: 1,
  maxCharacterNgram: 0,
  negationScope: 0,
  lengthExponent: 1,
  characterWeight: 1,
  binary: 0,
};
const EVERY = { words: 1, characters: 1, negated: 1 };

const textOf = (words: string, group = words): TrainingText => ({
  words: words.split(' ').filter(Boolean),
  label: 2,
  group,
});
const hashOf = (word: string): number => hashNgram([word]);
const sorted = (hashes: number[]): Uint32Array => Uint32Array.from(hashes).sort();

/** Row by row, what each hash is worth, the constant feature as `bias`. */
function readMatrix({ rowStarts, indices, values, numFeatures }: SparseMatrix, hashes: Uint32Array) {
  return Array.from({ length: rowStarts.length - 1 }, (_, row) => {
    const features = [...indices.slice(rowStarts[row]!, rowStarts[row + 1]!)];
    expect(new Set(features).size).toBe(features.length); // each once
    return new Map(
      features.map((feature, i) => [
        feature === numFeatures - 1 ? 'bias' : hashes[feature]!,
        values[rowStarts[row]! + i]!,
      ]),
    );
  });
}

describe('collectFeatures', () => {
  test('gives the hashes of all n-grams, ascending and each once', () => {
    const texts = [textOf('good film'), textOf('bad film film')];
    expect(collectFeatures(texts, WORDS_ALONE, EVERY)).toEqual(sorted(['good', 'film', 'bad'].map(hashOf)));
    const many = Array.from({ length: 300 }, (_, i) => `word${i}`);
    const hashes = collectFeatures([textOf(many.join(' '))], WORDS_ALONE, EVERY);
    expect(hashes).toEqual(sorted(many.map(hashOf)));
  });

  test('leaves out n-grams that stand in too few groups, however often in one', () => {
    const texts = [textOf('good good', 'a'), textOf('good film', 'a'), textOf('film', 'b')];
    expect(collectFeatures(texts, WORDS_ALONE, { ...EVERY, words: 2 })).toEqual(sorted([hashOf('film')]));
    expect(collectFeatures(texts, WORDS_ALONE, { ...EVERY, words: 3 })).toHaveLength(0);
  });

  test('asks of n-grams of words, of characters and of negated words numbers of their own', () => {
    const settings = { ...WORDS_ALONE, minCharacterNgram: 3, maxCharacterNgram: 3, negationScope: 1 };
    const texts = [textOf('not ab', '1'), textOf('not xy', '2')];
    const { words, characters } = collectNgrams(['not', 'ab', 'not', 'xy'], settings);
    expect(collectFeatures(texts, settings, { words: 1, characters: 3, negated: 2 })).toEqual(
      sorted([...new Set(words)]),
    );
    // " no", "not" and "ot " stand in both groups, " ab", "ab ", " xy" and "xy " in one.
    expect(collectFeatures(texts, settings, { words: 3, characters: 2, negated: 2 })).toEqual(
      sorted(characters.slice(0, 3)),
    );
    expect(collectFeatures(texts, settings, { words: 3, characters: 3, negated: 1 })).toEqual(
      sorted([hashNegated('ab'), hashNegated('xy')]),
    );
  });
});

describe('buildMatrix', () => {
  test('merges repeated n-grams in one entry and ends each row with a constant 1', () => {
    const hashes = sorted(['good', 'film'].map(hashOf));
    const matrix = buildMatrix([textOf('good film good good'), textOf('film')], hashes, WORDS_ALONE);
    expect(matrix.numFeatures).toBe(3);
    expect(readMatrix(matrix, hashes)).toEqual([
      new Map<number | string, number>([
        [hashOf('good'), 0.75],
        [hashOf('film'), 0.25],
        ['bias', 1],
      ]),
      new Map<number | string, number>([
        [hashOf('film'), 1],
        ['bias', 1],
      ]),
    ]);
    expect([...matrix.indices].filter((_, i) => i === 2 || i === 4)).toEqual([2, 2]); // the constant one comes last
  });

  test('counts n-grams that are no feature in the length of the text, but gives them no entry', () => {
    const hashes = sorted([hashOf('good')]);
    const matrix = buildMatrix([textOf('good a b c'), textOf('a b'), textOf('')], hashes, WORDS_ALONE);
    expect(readMatrix(matrix, hashes)).toEqual([
      new Map<number | string, number>([
        [hashOf('good'), 0.25],
        ['bias', 1],
      ]),
      new Map([['bias', 1]]),
      new Map([['bias', 1]]),
    ]);
  });

  test('weighs n-grams of characters by the settings, each group by its own length', () => {
    const settings = {
      ...WORDS_ALONE,
      minCharacterNgram: 3,
      maxCharacterNgram: 3,
      negationScope: 9,
      lengthExponent: 0.5,
      characterWeight: 0.25,
    };
    const text = textOf('not a b c');
    const ngrams = collectNgrams(text.words, settings);
    const hashes = sorted(Object.values(ngrams).flat());
    const [row] = readMatrix(buildMatrix([text], hashes, settings), hashes);
    // 4 words: 1/√4. " not " and " a ", " b ", " c " give 3 + 3 n-grams: 0.25/√6. 3 words negated: 1/√3.
    expect(row!.get(hashOf('not'))).toBe(0.5);
    expect(row!.get(ngrams.characters[0]!)).toBeCloseTo(0.25 / Math.sqrt(6), 6);
    expect(row!.get(hashNegated('a'))).toBeCloseTo(1 / Math.sqrt(3), 6);
  });

  test('holds more entries than it has room for at first', () => {
    const words = Array.from({ length: 70_000 }, (_, i) => `word${i}`);
    const hashes = sorted([...new Set(words.map(hashOf))]);
    const { rowStarts, indices, values } = buildMatrix(
      [textOf('word7'), textOf(words.join(' ')), textOf('word8')],
      hashes,
      { ...WORDS_ALONE, lengthExponent: 0 },
    );
    expect([...rowStarts]).toEqual([0, 2, hashes.length + 3, hashes.length + 5]);
    expect(indices).toHaveLength(hashes.length + 5);
    expect(values).toHaveLength(hashes.length + 5);
    expect(values.reduce((sum, value) => sum + value, 0)).toBe(2 + 70_001 + 2); // each is 1, or more for words of one hash
    expect([hashes[indices[0]!], hashes[indices.at(-2)!]]).toEqual([hashOf('word7'), hashOf('word8')]);
  });

  test('gives any text entries that sum to what its n-grams are worth', () => {
    const word = fc.constantFrom('good', 'bad', 'film', 'not', ',', 'a');
    fc.assert(
      fc.property(fc.array(fc.array(word), { maxLength: 5 }), (rows) => {
        const texts = rows.map((words, i) => ({ words, label: 0, group: String(i) }));
        const settings = { ...WORDS_ALONE, wordNgrams: 3, negationScope: 4 };
        const hashes = collectFeatures(texts, settings, EVERY);
        for (const [i, row] of readMatrix(buildMatrix(texts, hashes, settings), hashes).entries()) {
          const { words, negated } = collectNgrams(rows[i]!, settings);
          const sum = [...row.values()].reduce((total, value) => total + value, 0);
          // Values are 1 / (number of n-grams in the group), so that each group there is sums to 1, as does the bias.
          expect(sum).toBeCloseTo(1 + Math.min(1, words.length) + Math.min(1, negated.length), 5);
        }
      }),
    );
  });
});

test('collectWordHashes gives those of single words, each once', () => {
  expect(collectWordHashes([textOf('good film'), textOf('bad film')])).toEqual(
    new Set(['good', 'film', 'bad'].map(hashOf)),
  );
});
