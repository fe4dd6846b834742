import { expect, test } from 'vitest';
import { createNetworkReader } from '../../../../classifier/src/recurrent/network-reader.ts';
import type { ShortVectors } from '../../../../classifier/src/recurrent/write-vector.ts';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';
import { toFixedPointNetwork } from '../../../../classifier/training/recurrent/fixed-point-network.ts';
import { layOut } from '../../../../classifier/training/recurrent/layout.ts';
import { quantizeNetwork } from '../../../../classifier/training/recurrent/quantize.ts';
import { readTexts } from '../../../../classifier/training/recurrent/read-texts.ts';

const SIZES = { numDimensions: 12, numHidden: 20, numClasses: 5 };
const random = createRandom(4);
const draw = (length: number) => Float32Array.from({ length }, () => 2 * random() - 1);
const words = ['the', 'film', 'is', 'not', 'superb'];
const network = quantizeNetwork(
  { weights: draw(layOut(SIZES).length), vectors: draw((words.length + 16) * SIZES.numDimensions) },
  {
    rowOf: new Map(words.map((word, row) => [word, row])),
    numWords: words.length,
    numSubwords: 16,
    vectors: draw((words.length + 16) * SIZES.numDimensions) as Float32Array<never>,
  },
  SIZES,
);
const text = (length: number): string[] =>
  Array.from({ length }, () => [...words, 'unknown'][Math.floor(random() * 6)]!);
const texts = [...Array.from({ length: 100 }, (_, i) => text(1 + (i % 30))), text(1500), text(900)];

test('texts give what each gives alone, in the order they come', () => {
  const together = readTexts(network, SIZES, texts);
  for (const i of [0, 50, 99, 100, 101])
    expect(readTexts(network, SIZES, [texts[i]!])[0]).toEqual(together[i]);
  expect(new Set(together.map((probabilities) => probabilities[0])).size).toBeGreaterThan(90);
});

test('no more than 1024 tokens of a text are read, and of none nothing is said', () => {
  const [whole, cut, shorter, none] = readTexts(network, SIZES, [
    texts[100]!,
    texts[100]!.slice(0, 1024),
    texts[100]!.slice(0, 1023),
    [],
  ]);
  expect(whole).toEqual(cut);
  expect(whole).not.toEqual(shorter);
  expect(none).toEqual(new Float64Array(5).fill(0.2));
});

test('serving, which reads in whole numbers, gives nearly the same', () => {
  const exact = readTexts(network, SIZES, texts);
  const served = createNetworkReader(
    { ...(network as typeof network & ShortVectors), ...toFixedPointNetwork(network.network, SIZES) },
    SIZES,
  )(texts.map((tokens) => tokens.map((normal) => ({ normal, slot: -1 }))));
  for (const [i, probabilities] of exact.entries()) {
    for (const [k, p] of probabilities.entries()) expect(Math.abs(p - served[i]![k]!)).toBeLessThan(5e-3);
  }
});
