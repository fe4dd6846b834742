import { describe, expect, test } from 'vitest';
import { ClassifierError } from '../../../../classifier/src/errors.ts';
import { loadClassifier } from '../../../../classifier/src/index.ts';
import { hashesOf } from '../../../../classifier/src/linear/feature-table.ts';
import { hashNgram } from '../../../../classifier/src/linear/hashes.ts';
import { encodeModel } from '../../../../classifier/src/model-file.ts';
import { SENTIMENTS } from '../../../../classifier/src/sentiments.ts';
import { tokenize } from '../../../../classifier/src/text/tokenize.ts';
import { buildMatrix, collectWordHashes } from '../../../../classifier/training/linear/features.ts';
import { computeLogits, trainSvm } from '../../../../classifier/training/linear/svm.ts';
import { LINEAR_DEFAULTS, trainLinear } from '../../../../classifier/training/linear/train-linear.ts';
import { computeMetrics } from '../../../../classifier/training/metrics.ts';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';
import { HEADER, TINY_REVIEWS, tinyModelBytes, trainTiny } from '../../../helpers/tiny-model.ts';

const TEXTS = TINY_REVIEWS.map(({ text, label, group }) => ({
  words: tokenize(text).map((token) => token.normal),
  label,
  group,
}));
const trained = await trainTiny();

describe('chance', () => {
  test('the same texts and seed give the same bytes', async () => {
    expect(await tinyModelBytes(7)).toEqual(await tinyModelBytes(7));
  });

  test('another seed gives other folds, and a model as good', async () => {
    const other = await trainTiny(TINY_REVIEWS, 2);
    expect(other.arrays.hashes).toEqual(trained.arrays.hashes);
    expect(other.arrays.calibration).not.toEqual(trained.arrays.calibration);
    expect(other.heldOut).not.toEqual(trained.heldOut);
    const classifier = loadClassifier(await tinyModelBytes(2));
    for (const { text, label } of TINY_REVIEWS) expect(classifier.classify(text).label).toBe(label);
  });
});

test('texts held out are judged in their order, and well where other texts tell enough', async () => {
  expect(trained.heldOut.map(({ label }) => label)).toEqual(TINY_REVIEWS.map(({ label }) => label));
  expect(computeMetrics(trained.heldOut).accuracy).toBe(1);
});

test('a text is held out together with its group', async () => {
  // Only texts of label 4 hold "superb": when all of them are one group, no other text tells what it means.
  const { heldOut } = await trainTiny(
    TINY_REVIEWS.map((review) => (review.label === 4 ? { ...review, group: 'superb' } : review)),
  );
  for (const { predicted } of heldOut) expect(predicted).not.toBe(4);
});

test('progress tells each machine of every fold and of the whole', async () => {
  const told: string[] = [];
  await trainLinear(TEXTS, SENTIMENTS.length, 1, {
    onProgress: (done, total) => told.push(`${done}/${total}`),
  });
  const total = (LINEAR_DEFAULTS.numFolds + 1) * SENTIMENTS.length;
  expect(told).toEqual(Array.from({ length: total }, (_, i) => `${i + 1}/${total}`));
});

describe('few texts', () => {
  const two = [TINY_REVIEWS[0]!, TINY_REVIEWS.at(-1)!];

  test('of one group or none are refused', async () => {
    const oneGroup = TINY_REVIEWS.map((review) => ({ ...review, group: 'all' }));
    for (const [texts, numGroups] of [
      [oneGroup, 1],
      [[], 0],
    ] as const) {
      await expect(trainTiny([...texts])).rejects.toThrow(
        `training needs texts of at least 2 sentences, got ${numGroups}`,
      );
      await expect(trainTiny([...texts])).rejects.toThrow(ClassifierError);
      await expect(trainTiny([...texts])).rejects.toMatchObject({ code: 'SETTINGS' });
    }
  });

  test('of two groups make a model', async () => {
    const { arrays, heldOut } = await trainTiny(two);
    expect(heldOut).toHaveLength(2);
    const { probabilities } = loadClassifier(encodeModel(HEADER, { ...arrays })).classify(two[0]!.text);
    expect(Object.values(probabilities).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
  });

  test('without a word or of one label make a model too', async () => {
    for (const texts of [
      two.map((review) => ({ ...review, text: '' })),
      two.map((review) => ({ ...review, label: 0 })),
    ]) {
      const classifier = loadClassifier(encodeModel(HEADER, { ...(await trainTiny(texts)).arrays }));
      expect(classifier.classify('the film').confidence).toBeGreaterThan(0.1);
    }
  });
});

describe('soft texts', async () => {
  /** Texts whose words no labelled text has; "grand" is in five of them, "odd" in one. */
  const softTexts = ['tale', 'show', 'song', 'book', 'play'].map((noun, i) => ({
    words: ['a', 'grand', noun, ...(i === 0 ? ['odd'] : [])],
    probabilities: [0, 0, 0.05, 0.15, 0.8],
  }));
  const trainSoft = (settings: { weight?: number; minTexts?: number } = {}, seed = 1) =>
    trainLinear(TEXTS, SENTIMENTS.length, seed, {
      soft: { texts: softTexts, weight: 1, minTexts: 5, ...settings },
    });
  const withSoft = await trainSoft();

  test('teach words that no labelled text has, if enough soft texts have them', async () => {
    const hashes = new Set(hashesOf(withSoft.arrays));
    expect(hashes.has(hashNgram(['grand']))).toBe(true);
    for (const rare of ['odd', 'tale']) expect(hashes.has(hashNgram([rare]))).toBe(false);
    expect(new Set(hashesOf((await trainSoft({ minTexts: 1 })).arrays)).has(hashNgram(['tale']))).toBe(true);
    const classifier = loadClassifier(encodeModel(HEADER, { ...withSoft.arrays }));
    expect(classifier.classify('grand').label).toBe(4);
    expect(loadClassifier(await tinyModelBytes()).classify('grand').coverage).toBe(0);
  });

  test('keep all words of labelled texts in the model', async () => {
    const hashes = new Set(hashesOf(withSoft.arrays));
    for (const word of TEXTS.flatMap(({ words }) => words)) expect(hashes.has(hashNgram([word]))).toBe(true);
  });

  test('are never held out', async () => {
    expect(withSoft.heldOut.map(({ label }) => label)).toEqual(TINY_REVIEWS.map(({ label }) => label));
  });

  test('count by their weight', async () => {
    const grand = async (weight: number): Promise<number> =>
      loadClassifier(encodeModel(HEADER, { ...(await trainSoft({ weight })).arrays })).classify(
        'a grand tale',
      ).probabilities.positive!;
    expect(await grand(5)).toBeGreaterThan(await grand(0.01));
  });

  test('give the same arrays on any number of threads', async () => {
    const soft = { texts: softTexts, weight: 1, minTexts: 5 };
    for (const numThreads of [2, 3]) {
      expect(await trainLinear(TEXTS, SENTIMENTS.length, 1, { soft, numThreads })).toEqual(withSoft);
    }
  });

  test('give the same arrays for the same seed', async () => {
    expect(await trainSoft()).toEqual(withSoft);
    expect((await trainSoft({}, 2)).heldOut).not.toEqual(withSoft.heldOut);
  });

  test('count in the inverse document frequency, and by the weights of their classes', async () => {
    const settings = { ...LINEAR_DEFAULTS, inverseDocumentFrequency: 1 };
    const soft = { texts: softTexts, weight: 1, minTexts: 5 };
    const train = (classWeights?: number[]) => trainLinear(TEXTS, 5, 1, { settings, soft, classWeights });
    const [plain, weighted] = [await train(), await train([1, 1, 1, 1, 4])];
    expect(weighted.arrays.weights).not.toEqual(plain.arrays.weights);
  });
});

describe('the arrays of the model', () => {
  const { rangeStarts, weights, scales, bias, calibration } = trained.arrays;
  const hashes = hashesOf(trained.arrays);

  test('hold every single word trained on, so that their coverage is 1', async () => {
    const held = new Set(hashes);
    for (const word of TEXTS.flatMap(({ words }) => words)) expect(held.has(hashNgram([word]))).toBe(true);
    const classifier = loadClassifier(await tinyModelBytes());
    for (const { text } of TINY_REVIEWS) expect(classifier.classify(text).coverage).toBe(1);
    expect(classifier.classify('the film is zorblax').coverage).toBe(0.75);
  });

  test('hold every single word even where there is no room for all n-grams, then the strongest', async () => {
    const { maxFeatures } = LINEAR_DEFAULTS;
    LINEAR_DEFAULTS.maxFeatures = 40;
    try {
      const { arrays } = await trainTiny();
      const wordHashes = new Set(TEXTS.flatMap(({ words }) => words.map((word) => hashNgram([word]))));
      const hashes = hashesOf(arrays);
      expect(hashes).toHaveLength(40);
      expect(hashes).toEqual(hashes.toSorted());
      expect([...wordHashes].filter((hash) => hashes.includes(hash))).toHaveLength(wordHashes.size);
      // "superb </s>" tells the label of all eight texts that hold it, "the film" tells nothing.
      expect(hashes).toContain(hashNgram(['superb', '</s>']));
      expect(hashes).not.toContain(hashNgram(['the', 'film']));
    } finally {
      LINEAR_DEFAULTS.maxFeatures = maxFeatures;
    }
  });

  test('hold what moves the logits of the texts most, with inverse document frequencies too', async () => {
    const settings = { ...LINEAR_DEFAULTS, inverseDocumentFrequency: 1 };
    const all = (await trainLinear(TEXTS, SENTIMENTS.length, 1, { settings })).arrays;
    const { indices, values, numFeatures } = buildMatrix(TEXTS, hashesOf(all), settings);
    const squares = new Float64Array(numFeatures);
    for (const [j, feature] of indices.entries()) squares[feature]! += values[j]! ** 2;
    const words = collectWordHashes(TEXTS);
    const strength = new Map<number, number>();
    for (const [feature, hash] of hashesOf(all).entries()) {
      const own = SENTIMENTS.map((_, k) => all.weights[feature * SENTIMENTS.length + k]! * all.scales[k]!);
      const mean = own.reduce((sum, w) => sum + w, 0) / own.length;
      const spread = own.reduce((sum, w) => sum + (w - mean) ** 2, 0);
      if (!words.has(hash)) strength.set(hash, Math.sqrt(spread * squares[feature]!));
    }

    const maxFeatures = words.size + 60;
    const { arrays } = await trainLinear(TEXTS, SENTIMENTS.length, 1, {
      settings: { ...settings, maxFeatures },
    });
    const kept = [...hashesOf(arrays)].flatMap((hash) => strength.get(hash) ?? []);
    const strongest = [...strength.values()].sort((a, b) => b - a).slice(0, 60);
    expect(kept).toHaveLength(60);
    // Their weights are rounded to 8 bits here, but not where they are chosen.
    for (const [i, value] of kept.sort((a, b) => b - a).entries()) {
      expect(value).toBeGreaterThan(0.95 * strongest[i]!);
    }
  });

  test('hold hashes in ascending order, each once, and five weights of each', async () => {
    expect(hashes).toEqual(Uint32Array.from(new Set(hashes)).sort());
    expect(rangeStarts.at(-1)).toBe(hashes.length);
    expect(weights).toHaveLength(hashes.length * SENTIMENTS.length);
    expect(bias).toHaveLength(SENTIMENTS.length);
    for (const number of calibration) expect(Number.isFinite(number)).toBe(true);
  });

  test('use the 8 bits of each class to the full', async () => {
    for (const [k, scale] of scales.entries()) {
      const largest = Math.max(...weights.filter((_, i) => i % SENTIMENTS.length === k).map(Math.abs));
      expect(largest).toBe(127);
      expect(scale).toBeGreaterThan(0);
    }
  });

  test('classify like the machines in full precision, of which each weight is off by half a step at most', async () => {
    // The machines trained as `trainLinear` does.
    const matrix = buildMatrix(TEXTS, hashes, LINEAR_DEFAULTS);
    const rows = Uint32Array.from(TEXTS.keys());
    const full = SENTIMENTS.map((_, k) => {
      const isPositive = Uint8Array.from(TEXTS, ({ label }) => Number(label === k));
      const machine = LINEAR_DEFAULTS.numFolds * SENTIMENTS.length + k;
      return trainSvm(matrix, rows, isPositive, LINEAR_DEFAULTS, createRandom(1_000_003 + machine));
    });

    const restored = full.map((classWeights, k) => {
      expect(bias[k]).toBeCloseTo(classWeights.at(-1)!, 6);
      return classWeights.map((weight, feature) => {
        if (feature === hashes.length) return bias[k]!;
        const quantized = weights[feature * SENTIMENTS.length + k]! * scales[k]!;
        expect(Math.abs(quantized - weight)).toBeLessThan(0.5001 * scales[k]!);
        return quantized;
      });
    });
    const logits = new Float64Array(TEXTS.length * SENTIMENTS.length);
    const restoredLogits = new Float64Array(TEXTS.length * SENTIMENTS.length);
    for (let k = 0; k < SENTIMENTS.length; k++) {
      const ofClass = { k, numClasses: SENTIMENTS.length };
      computeLogits(matrix, rows, full[k]!, { ...ofClass, logits });
      computeLogits(matrix, rows, restored[k]!, { ...ofClass, logits: restoredLogits });
    }
    const classifier = loadClassifier(await tinyModelBytes());
    for (const [row, { text }] of TINY_REVIEWS.entries()) {
      const own = [...logits.subarray(row * SENTIMENTS.length, (row + 1) * SENTIMENTS.length)];
      for (let k = 0; k < SENTIMENTS.length; k++) {
        expect(Math.abs(restoredLogits[row * SENTIMENTS.length + k]! - own[k]!)).toBeLessThan(0.02);
      }
      expect(classifier.classify(text).label).toBe(own.indexOf(Math.max(...own)));
    }
  });
});
