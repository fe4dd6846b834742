import { describe, expect, test } from 'vitest';
import { hashesOf } from '../../../../classifier/src/linear/feature-table.ts';
import { hashNgram } from '../../../../classifier/src/linear/hashes.ts';
import { findWord, subwordsOf, writeVector } from '../../../../classifier/src/recurrent/word-vectors.ts';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';
import { quantizeNetwork } from '../../../../classifier/training/recurrent/quantize.ts';
import type { Vocabulary } from '../../../../classifier/training/recurrent/vocabulary.ts';

const SIZES = { numDimensions: 8 };
const NUM_SUBWORDS = 32;
/** Two words of one hash. */
const ALIKE = ['rerati', 'fibelu'] as const;
const WORDS = [...Array.from({ length: 500 }, (_, i) => `word${i}`), 'silent', ...ALIKE];

const random = createRandom(1);
const rows = [...WORDS, ...Array(NUM_SUBWORDS).keys()].map((word) =>
  // Vectors of very different lengths, one of them of none.
  Float32Array.from({ length: 8 }, () =>
    word === 'silent' ? 0 : (2 * random() - 1) * 10 ** (4 * random() - 2),
  ),
);
const vocabulary: Vocabulary = {
  rowOf: new Map(WORDS.map((word, row) => [word, row])),
  numWords: WORDS.length,
  numSubwords: NUM_SUBWORDS,
  vectors: new Float32Array(new SharedArrayBuffer(4 * 8 * rows.length)),
};
for (const [row, vector] of rows.entries()) vocabulary.vectors.set(vector, 8 * row);
const weights = Float32Array.of(0.1, -2, 3);
const quantize = (numBits?: 8 | 32) =>
  quantizeNetwork({ weights, vectors: vocabulary.vectors }, vocabulary, SIZES, numBits);
const quantized = quantize();

/** The vector that a word has in a model. */
function read(word: string, network = quantized): Float32Array {
  const out = new Float32Array(10).fill(9);
  writeVector(network, 8, word, out, 1);
  expect([out[0], out[9]]).toEqual([9, 9]);
  return out.slice(1, 9);
}

const largest = (vectors: readonly Float32Array[]): number =>
  Math.max(...vectors.flatMap((vector) => Array.from(vector, Math.abs)));

describe('8 bits', () => {
  test('bring each number of a word within half a 127th of its largest', () => {
    for (const [row, word] of WORDS.entries()) {
      if (word === ALIKE[1]) continue;
      const found = read(word);
      const bound = largest([rows[row]!]) / 127 / 2;
      for (const [i, number] of rows[row]!.entries()) {
        expect(Math.abs(found[i]! - number), word).toBeLessThanOrEqual(1.00001 * bound);
      }
    }
  });

  test('keep the largest number of each word as 127 steps', () => {
    const { vectors, scales } = quantized;
    for (let word = 0; word < scales.length; word++) {
      const steps = Array.from(vectors.subarray(8 * word, 8 * word + 8), Math.abs);
      expect([0, 127]).toContain(Math.max(...steps));
    }
    expect(vectors).toBeInstanceOf(Int8Array);
    expect(read('silent')).toEqual(new Float32Array(8));
  });

  test('bring each number of a piece within half a 127th of the largest of all', () => {
    const pieces = rows.slice(WORDS.length);
    const scale = quantized.subwordScale[0]!;
    expect(scale).toBeCloseTo(largest(pieces) / 127, 6);
    for (const [i, number] of pieces.flatMap((piece) => [...piece]).entries()) {
      expect(Math.abs(quantized.subwords[i]! * scale - number)).toBeLessThanOrEqual(1.00001 * (scale / 2));
    }
  });
});

test('32 bits leave all vectors as they were', () => {
  const exact = quantize(32);
  for (const [row, word] of WORDS.entries()) {
    if (word !== ALIKE[1]) expect(read(word, exact)).toEqual(rows[row]);
  }
  expect([...exact.subwords]).toEqual(rows.slice(WORDS.length).flatMap((piece) => [...piece]));
});

test('words lie in the order of their hashes', () => {
  const hashes = hashesOf(quantized);
  expect(hashes).toEqual(hashes.toSorted());
  for (const word of WORDS) {
    expect(hashes[findWord(quantized, word)]).toBe(hashNgram([word]));
  }
});

test('words of one hash share the row of the first', () => {
  expect(hashNgram([ALIKE[0]])).toBe(hashNgram([ALIKE[1]]));
  expect(quantized.hashes).toHaveLength(WORDS.length - 1);
  expect(quantized.vectors).toHaveLength(8 * (WORDS.length - 1));
  expect(quantized.scales).toHaveLength(WORDS.length - 1);
  expect(read(ALIKE[1])).toEqual(read(ALIKE[0]));
  const bound = largest([rows[WORDS.indexOf(ALIKE[0])]!]) / 127;
  expect(Math.abs(read(ALIKE[1])[0]! - rows[WORDS.indexOf(ALIKE[0])]![0]!)).toBeLessThanOrEqual(bound);
});

test('a word that is not there is the mean of its pieces', () => {
  const word = 'zorblax';
  expect(findWord(quantized, word)).toBe(-1);
  const found = subwordsOf(word, NUM_SUBWORDS);
  expect(found).toHaveLength(7 + 6 + 5); // of 3, 4 and 5 characters within " zorblax "
  for (const [i, number] of read(word).entries()) {
    const sum = found.reduce((total, piece) => total + quantized.subwords[8 * piece + i]!, 0);
    expect(number).toBeCloseTo((sum * quantized.subwordScale[0]!) / found.length, 4);
  }
});

test('a word without pieces is 0', () => {
  expect(subwordsOf('', NUM_SUBWORDS)).toEqual([]);
  expect(read('')).toEqual(new Float32Array(8));
});

test('the weights are copied as they are', () => {
  expect(quantized.network).toEqual(weights);
  expect(quantized.network.buffer).not.toBe(weights.buffer);
});
