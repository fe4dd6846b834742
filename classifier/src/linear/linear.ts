import type { Model, Prediction, TokenForm } from '../model.ts';
import { checkSettings } from '../model-header.ts';
import { NUM_CLASSES } from '../sentiments.ts';
import { rememberWords } from '../text/remember-words.ts';
import { calibrate, NUM_CALIBRATION_INPUTS, writeCalibrationInputs } from './calibration.ts';
import { findFeature } from './feature-table.ts';
import type { LinearArrays } from './linear-arrays.ts';
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

/** Beyond these a text would take very long, or a sum be infinite. */
const SETTING_RANGES = {
  wordNgrams: { min: 0, max: 20, step: 1 },
  minCharacterNgram: { min: 0, max: 20, step: 1 },
  maxCharacterNgram: { min: 0, max: 20, step: 1 },
  negationScope: { min: 0, max: 1000, step: 1 },
  lengthExponent: { min: -2, max: 2 },
  characterWeight: { min: -1e6, max: 1e6 },
} satisfies Record<keyof FeatureSettings, object>;

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
 */
export function createLinearModel(settings: FeatureSettings, arrays: LinearArrays): Model {
  const { hashes, rangeStarts, weights, scales, bias, calibration } = arrays;
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

  function predict(tokens: readonly TokenForm[]): Prediction {
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
  }

  return { predict: (texts) => texts.map(predict), isKnown: (word) => factsOf(word).isKnown };
}

/**
 * The settings of a linear model, from all of a model file.
 * @throws ModelFormatError where one is missing or out of range
 */
export function readFeatureSettings(settings: Record<string, number>): FeatureSettings {
  return checkSettings('linear model', settings, SETTING_RANGES);
}
