import { ModelFormatError } from '../errors.ts';
import type { Model } from '../model.ts';
import type { DecodedModel } from '../model-file.ts';
import { NUM_CLASSES } from '../sentiments.ts';
import { calibrate, NUM_CALIBRATION_INPUTS, writeCalibrationInputs } from './calibration.ts';
import { type FeatureTable, findFeature } from './feature-table.ts';
import { collectNgrams, hashWordNgram, NGRAM_GROUPS, type NgramSettings, type Ngrams } from './ngrams.ts';

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

/** The value of one n-gram in each group of a text: what its weights are multiplied by. */
export function featureValues(ngrams: Ngrams, settings: FeatureSettings): Record<keyof Ngrams, number> {
  const value = (group: keyof Ngrams): number =>
    Math.max(1, ngrams[group].length) ** -settings.lengthExponent;
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
  const sums = new Float64Array(NUM_CLASSES);
  const logits = new Float64Array(NUM_CLASSES);
  const inputs = new Float64Array(NUM_CALIBRATION_INPUTS);

  return {
    kind: 'linear',
    predict(tokens) {
      const ngrams = collectNgrams(
        tokens.map((token) => token.normal),
        settings,
      );
      const values = featureValues(ngrams, settings);
      for (let k = 0; k < NUM_CLASSES; k++) logits[k] = bias[k]!;
      for (const group of NGRAM_GROUPS) {
        sums.fill(0);
        for (const hash of ngrams[group]) {
          const feature = findFeature(table, hash);
          if (feature < 0) continue;
          const row = feature * NUM_CLASSES; // the five weights of one feature lie side by side
          for (let k = 0; k < NUM_CLASSES; k++) sums[k]! += weights[row + k]!;
        }
        for (let k = 0; k < NUM_CLASSES; k++) logits[k]! += values[group] * scales[k]! * sums[k]!;
      }
      writeCalibrationInputs(logits, tokens.length, inputs);
      const probabilities = new Float64Array(NUM_CLASSES);
      calibrate(inputs, calibration, probabilities);
      const words = tokens.filter((token) => token.isWord);
      const known = words.filter((word) => findFeature(table, hashWordNgram([word.normal])) >= 0);
      return { probabilities, numWords: words.length, numKnownWords: known.length };
    },
  };
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
