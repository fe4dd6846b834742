import { ModelFormatError } from '../errors.ts';
import type { Model } from '../model.ts';
import type { DecodedModel } from '../model-file.ts';
import { NUM_CLASSES } from '../sentiments.ts';
import { rememberWords } from '../text/remember-words.ts';
import { calibrate, NUM_CALIBRATION_INPUTS, writeCalibrationInputs } from './calibration.ts';
import { type FeatureTable, findFeature } from './feature-table.ts';
import {
  collectNegated,
  collectWordNgrams,
  hashCharacterNgrams,
  hashWordNgram,
  type NgramSettings,
  type Ngrams,
} from './ngrams.ts';

/** How a text's n-grams become numbers. */
export interface FeatureSettings extends NgramSettings {
  /** Each n-gram of a group counts (number of n-grams in the group)^-lengthExponent. */
  lengthExponent: number;
  /** The weight of n-grams of characters beside those of words. */
  characterWeight: number;
}

const SETTING_NAMES = [
  'wordNgrams',
  'minCharacterNgram',
  'maxCharacterNgram',
  'negationScope',
  'lengthExponent',
  'characterWeight',
] as const satisfies (keyof FeatureSettings)[];

/** The arrays of a linear model. */
export interface LinearArrays extends FeatureTable {
  /** Shape [numFeatures × 5], row by row, in units of `scales`. */
  weights: Int8Array;
  /** Shape [5]: what a weight of 1 is worth in each class. */
  scales: Float32Array;
  /** Shape [5]. */
  bias: Float32Array;
  /** Shape [NUM_CALIBRATION_INPUTS × 5], row by row. */
  calibration: Float32Array;
}

/**
 * The value of one n-gram in each group of a text: what its weights are multiplied by.
 * @param counts how many n-grams the text has in each group
 */
export function featureValues(
  counts: Record<keyof Ngrams, number>,
  settings: FeatureSettings,
): Record<keyof Ngrams, number> {
  const value = (group: keyof Ngrams): number => Math.max(1, counts[group]) ** -settings.lengthExponent;
  return {
    words: value('words'),
    characters: settings.characterWeight * value('characters'),
    negated: value('negated'),
  };
}

/**
 * A linear model on n-grams:  z_k = bias_k + Σ_groups value(group) · Σ_ngrams weights[ngram, k], and
 * probabilities = calibration of z and the text's length.
 * @throws ModelFormatError when the arrays are not those of a linear model
 */
export function createLinearModel({ header, arrays }: DecodedModel): Model {
  const settings = checkSettings(header.settings);
  const { hashes, rangeStarts, weights, scales, bias, calibration } = checkArrays(arrays);
  const table = { hashes, rangeStarts };
  const factsOf = rememberWords((word) => {
    const characters = hashCharacterNgrams(word, settings.minCharacterNgram, settings.maxCharacterNgram);
    return {
      isKnown: findFeature(table, hashWordNgram([word])) >= 0,
      numCharacterNgrams: characters.length,
      characterSums: sumWeights(characters),
    };
  });
  const logits = new Float64Array(NUM_CLASSES);
  const inputs = new Float64Array(NUM_CALIBRATION_INPUTS);

  /** The sums of the weights of features, in units of `scales`; shape [5]. */
  function sumWeights(ngrams: readonly number[]): Int32Array {
    const sums = new Int32Array(NUM_CLASSES);
    for (const hash of ngrams) {
      const feature = findFeature(table, hash);
      if (feature < 0) continue;
      const row = feature * NUM_CLASSES; // the five weights of one feature lie side by side
      for (let k = 0; k < NUM_CLASSES; k++) sums[k]! += weights[row + k]!;
    }
    return sums;
  }

  const predict: Model['predict'] = (tokens) => {
    const normals = tokens.map((token) => token.normal);
    const wordNgrams = collectWordNgrams(normals, settings);
    const negated = collectNegated(normals, settings);
    const characterSums = new Int32Array(NUM_CLASSES);
    let numCharacterNgrams = 0;
    let numWords = 0;
    let numKnownWords = 0;
    for (const { normal, isWord } of tokens) {
      const word = factsOf(normal);
      numCharacterNgrams += word.numCharacterNgrams;
      for (let k = 0; k < NUM_CLASSES; k++) characterSums[k]! += word.characterSums[k]!;
      if (isWord) numWords++;
      if (isWord && word.isKnown) numKnownWords++;
    }
    const counts = { words: wordNgrams.length, characters: numCharacterNgrams, negated: negated.length };
    const values = featureValues(counts, settings);
    const wordSums = sumWeights(wordNgrams);
    const negatedSums = sumWeights(negated);
    for (let k = 0; k < NUM_CLASSES; k++) {
      const sum =
        values.words * wordSums[k]! +
        values.characters * characterSums[k]! +
        values.negated * negatedSums[k]!;
      logits[k] = bias[k]! + scales[k]! * sum;
    }
    writeCalibrationInputs(logits, tokens.length, inputs);
    const probabilities = new Float64Array(NUM_CLASSES);
    calibrate(inputs, calibration, probabilities);
    return { probabilities, numWords, numKnownWords };
  };
  return { kind: 'linear', predict, predictMany: (texts) => texts.map(predict) };
}

function checkSettings(settings: Record<string, number>): FeatureSettings {
  for (const name of SETTING_NAMES) {
    if (!Number.isFinite(settings?.[name])) {
      throw new ModelFormatError(`linear model has setting ${name} ${settings?.[name]}, expected a number`);
    }
  }
  return settings as unknown as FeatureSettings;
}

function checkArrays(arrays: DecodedModel['arrays']): LinearArrays {
  const { hashes, rangeStarts, weights, scales, bias, calibration } = arrays as unknown as LinearArrays;
  const found = [hashes, rangeStarts, weights, scales, bias, calibration].map((array) => array?.length ?? 0);
  const numFeatures = found[0]!;
  const expected = [
    numFeatures,
    found[1]!,
    numFeatures * NUM_CLASSES,
    NUM_CLASSES,
    NUM_CLASSES,
    NUM_CALIBRATION_INPUTS * NUM_CLASSES,
  ];
  const isComplete = found.every((length, i) => length === expected[i]);
  if (!isComplete || !Number.isInteger(Math.log2(found[1]! - 1)) || rangeStarts.at(-1) !== numFeatures) {
    throw new ModelFormatError(
      `linear model has arrays of lengths ${found.join(', ')}, expected ${expected.join(', ')}`,
    );
  }
  return arrays as unknown as LinearArrays;
}
