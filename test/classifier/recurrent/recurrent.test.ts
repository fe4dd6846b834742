import { afterEach, describe, expect, test, vi } from 'vitest';
import { loadClassifier, ModelFormatError, tokenize } from '../../../classifier/src/index.ts';
import type { TokenForm } from '../../../classifier/src/model.ts';
import { decodeModel, encodeModel, type ModelArrays } from '../../../classifier/src/model-file.ts';
import { networkLengths } from '../../../classifier/src/recurrent/fixed-point-network.ts';
import { createNetworkReader } from '../../../classifier/src/recurrent/network-reader.ts';
import { createRecurrentModel, type RecurrentArrays } from '../../../classifier/src/recurrent/recurrent.ts';
import type { CachedWord } from '../../../classifier/src/recurrent/word-cache.ts';
import type { ShortVectors } from '../../../classifier/src/recurrent/write-vector.ts';
import { createRandom } from '../../../classifier/training/optimizers/random.ts';
import { toFixedPointNetwork } from '../../../classifier/training/recurrent/fixed-point-network.ts';
import { layOut } from '../../../classifier/training/recurrent/layout.ts';
import { quantizeNetwork } from '../../../classifier/training/recurrent/quantize.ts';
import { AWKWARD_TEXTS } from '../../../scripts/bench/hostile-texts.ts';
import {
  RECURRENT_HEADER,
  TINY_SETTINGS,
  TINY_TEXTS,
  trainTinyRecurrent,
} from '../../helpers/tiny-recurrent.ts';

const arrays = await trainTinyRecurrent();
const bytes = encodeModel(RECURRENT_HEADER, arrays);
const classifier = loadClassifier(bytes);
const model = createRecurrentModel(decodeModel(bytes));
const predictAll = (texts: readonly (readonly TokenForm[])[]) =>
  model.predict(texts.map((tokens) => tokens.map(model.toWord)));
const predict = (tokens: readonly TokenForm[]) => predictAll([tokens])[0]!;
const readTiny = () => createNetworkReader(arrays as unknown as RecurrentArrays, TINY_SETTINGS);

type Word = TokenForm & CachedWord;
const toTokens = (words: readonly string[]): Word[] =>
  words.map((normal) => ({ normal, isWord: true, slot: -1 }));
const labelOf = (probabilities: Float64Array): number => probabilities.indexOf(Math.max(...probabilities));
const sum = (numbers: Float64Array): number => numbers.reduce((total, number) => total + number, 0);

afterEach(() => vi.unstubAllGlobals());

describe('a small model', () => {
  test('gives the texts that it was trained on their labels', () => {
    for (const { words, label } of TINY_TEXTS) {
      expect(classifier.classify(words.join(' ')).label, words.join(' ')).toBe(label);
    }
    expect(classifier.name).toMatch(/^recurrent-[\da-f]{8}$/);
  });

  test('has learned by its network too, not by its n-grams alone', () => {
    const probabilities = readTiny()(TINY_TEXTS.map(({ words }) => toTokens(words)));
    const numRight = TINY_TEXTS.filter(({ label }, i) => labelOf(probabilities[i]!) === label).length;
    expect(numRight / TINY_TEXTS.length).toBeGreaterThan(0.6); // two sevenths have the most frequent label
  });

  test('answers any awkward text with probabilities', () => {
    for (const text of AWKWARD_TEXTS) {
      const { probabilities } = predict(tokenize(text));
      expect(sum(probabilities)).toBeCloseTo(1, 12);
      for (const p of probabilities) expect(p).toBeGreaterThanOrEqual(0);
    }
  });

  test('answers a text without tokens, of which the network has no opinion', () => {
    const { probabilities, numWords, numKnownWords } = predict([]);
    expect(sum(probabilities)).toBeCloseTo(1, 12);
    expect([numWords, numKnownWords]).toEqual([0, 0]);
    expect(readTiny()([[]])).toEqual([Float64Array.of(0.2, 0.2, 0.2, 0.2, 0.2)]);
    expect(model.predict([])).toEqual([]);
  });
});

describe('words that the model does not know', () => {
  test('are read by their pieces', () => {
    const read = readTiny();
    const [zorblax, quintar, again] = read([['zorblax'], ['quintar'], ['zorblax']].map(toTokens));
    expect(again).toEqual(zorblax);
    expect(Math.max(...zorblax!.map((p, k) => Math.abs(p - quintar![k]!)))).toBeGreaterThan(1e-4);
    expect(zorblax).not.toEqual(read([[]])[0]);
  });

  test('are read also where they are very long, or empty', () => {
    const read = readTiny();
    const [long, other, empty] = read(
      [['ab'.repeat(400)], ['ab'.repeat(100) + 'cd'.repeat(300)], ['']].map(toTokens),
    );
    for (const probabilities of [long!, other!, empty!]) expect(sum(probabilities)).toBeCloseTo(1, 12);
    expect(long).not.toEqual(empty);
    expect(long).not.toEqual(other);
  });

  test('are not covered', () => {
    expect(classifier.classify('the film is superb').coverage).toBe(1);
    expect(classifier.classify('the zorblax, superb!').coverage).toBeCloseTo(2 / 3, 6);
    expect(classifier.classify('zorblax quintar').coverage).toBe(0);
    const { numWords, numKnownWords } = predict(tokenize('a zorblax film.'));
    expect([numWords, numKnownWords]).toEqual([3, 1]);
  });
});

describe('many texts at once', () => {
  const random = createRandom(7);
  const words = ['the', 'film', 'is', 'not', 'superb', 'awful', 'zorblax', 'quintar', '!'];
  const text = (length: number): Word[] =>
    toTokens(Array.from({ length }, () => words[Math.floor(random() * words.length)]!));

  test.each([
    ['more than 64', Array.from({ length: 150 }, (_, i) => text(i % 13))],
    ['more than 1024 tokens in all', Array.from({ length: 30 }, (_, i) => text(60 + 3 * i))],
    ['one that is longer than 1024 tokens', [text(3), text(2500), text(1), text(3200)]],
  ])('give what each gives alone: %s', (_, texts) => {
    const alone = texts.map((tokens) => predict(tokens));
    expect(predictAll(texts)).toEqual(alone);
    expect(new Set(alone.map(({ probabilities }) => probabilities.join())).size).toBeGreaterThan(2);
  });

  test('no more than 1024 tokens of a text are read by the network', () => {
    const tokens = text(2500);
    const read = readTiny();
    expect(read([tokens])).toEqual(read([tokens.slice(0, 1024)]));
    expect(read([tokens])).not.toEqual(read([tokens.slice(0, 1023)]));
  });

  test('a text gives the same after any others', () => {
    const tokens = tokenize('the zorblax is not superb');
    const before = predict(tokens);
    predictAll(Array.from({ length: 100 }, () => text(30)));
    expect(predict(tokens)).toEqual(before);
  });
});

test('what a word adds is the same after more words than are remembered', () => {
  const sizes = { numDimensions: 8, numHidden: 4, numClasses: 5 };
  const numWords = 9000;
  const numSubwords = 16;
  const random = createRandom(1);
  const draw = (length: number) => Float32Array.from({ length }, () => 2 * random() - 1);
  const words = Array.from({ length: numWords }, (_, i) => `w${i}`);
  const rowOf = new Map(words.map((word, row) => [word, row]));
  const vectors = draw((numWords + numSubwords) * sizes.numDimensions) as Float32Array<never>;
  const weights = draw(layOut(sizes).length);
  const quantized = quantizeNetwork({ weights, vectors }, { rowOf, numWords, numSubwords, vectors }, sizes);
  const network = {
    ...(quantized as typeof quantized & ShortVectors),
    ...toFixedPointNetwork(weights, sizes),
  };
  // Four known words, and one unknown, so that each text differs from every other.
  const texts = words.map((_, i) =>
    toTokens([words[i]!, words[(i * 7) % numWords]!, `unknown${i}`, 'w5', words[numWords - 1 - i]!]),
  );
  const read = createNetworkReader(network, sizes);
  const forwards = read(texts);
  expect(read(texts)).toEqual(forwards);
  const backwards = createNetworkReader(network, sizes)(texts.toReversed()).toReversed();
  expect(backwards).toEqual(forwards);
  // A reader that has met no other word.
  for (const i of [0, 4096, numWords - 1]) {
    expect(createNetworkReader(network, sizes)([texts[i]!])[0]).toEqual(forwards[i]);
  }
});

test('without WebAssembly the results are the same to the last bit', () => {
  vi.stubGlobal('WebAssembly', undefined);
  const plain = createRecurrentModel(decodeModel(bytes));
  const texts = TINY_TEXTS.map(({ words }) => toTokens(words));
  expect(plain.predict(texts.map((tokens) => tokens.map(plain.toWord)))).toEqual(predictAll(texts));
});

test('a file whose sums leave 32 bits gives the same bits in WebAssembly and without', () => {
  const random = createRandom(3);
  const extreme = (array: ModelArrays[string]) => {
    if (array instanceof Int16Array) return array.map(() => (random() < 0.5 ? -32_768 : 32_767));
    return array instanceof Int32Array ? array.map(() => (random() < 0.5 ? -(2 ** 31) : 2 ** 31 - 1)) : array;
  };
  const entries = Object.entries(arrays).map(([name, array]) => [name, extreme(array)]);
  const damaged = encodeModel(RECURRENT_HEADER, Object.fromEntries(entries));
  const classifyAll = () => {
    const { classify } = loadClassifier(damaged);
    return TINY_TEXTS.map(({ words }) => classify(words.join(' ')));
  };
  const found = classifyAll();
  vi.stubGlobal('WebAssembly', undefined);
  expect(classifyAll()).toEqual(found);
  expect(found).not.toEqual(TINY_TEXTS.map(({ words }) => classifier.classify(words.join(' '))));
});

describe('a model file is refused', () => {
  const own = [
    'hashes',
    'rangeStarts',
    'vectors',
    'scales',
    'subwords',
    'subwordScale',
    ...Object.keys(networkLengths(TINY_SETTINGS)),
    'blend',
  ];

  test.each([...own, 'ngrams.weights', 'ngrams.bias'])('without all of %s', (name) => {
    const { [name]: array, ...missing } = arrays as ModelArrays;
    const cut = { ...missing, [name]: array!.slice(1) };
    for (const wrong of [missing, cut]) {
      expect(() => loadClassifier(encodeModel(RECURRENT_HEADER, wrong))).toThrow(ModelFormatError);
    }
  });

  test.each(Object.entries(networkLengths(TINY_SETTINGS)))(
    'in a line that names the array that is missing, %s of %d numbers',
    (name, length) => {
      const { [name]: _, ...missing } = arrays as ModelArrays;
      expect(() => loadClassifier(encodeModel(RECURRENT_HEADER, missing))).toThrow(
        `recurrent model of 8 dimensions and 4 hidden numbers has an array ${name} of length 0, expected ${length}`,
      );
    },
  );

  test('whose attention has a scale below 0', () => {
    const attentionScale = Float32Array.of(-0.5);
    expect(() => loadClassifier(encodeModel(RECURRENT_HEADER, { ...arrays, attentionScale }))).toThrow(
      'has attentionScale -0.5, expected 0 or more',
    );
  });

  test('with ranges of words that do not end with the last', () => {
    const rangeStarts = arrays.rangeStarts!.with(-1, 0);
    expect(() => loadClassifier(encodeModel(RECURRENT_HEADER, { ...arrays, rangeStarts }))).toThrow(
      ModelFormatError,
    );
  });

  test.each([
    ['numHidden', 8],
    ['numHidden', 2],
    ['numHidden', undefined],
    ['numDimensions', 4],
    ['numDimensions', undefined],
  ])('that says its %s is %s', (name, value) => {
    const settings = { ...RECURRENT_HEADER.settings, [name]: value } as Record<string, number>;
    const wrong = encodeModel({ ...RECURRENT_HEADER, settings }, arrays);
    expect(() => loadClassifier(wrong)).toThrow(ModelFormatError);
    expect(() => loadClassifier(wrong)).toThrow(
      /recurrent model (?:of .* has an array \w+ of length \d+|has setting \w+ .*), expected (?:a number from )?\d/,
    );
  });
});
