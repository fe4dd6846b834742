import type { Model, Prediction, TokenForm } from '../model.ts';
import { checkSettings } from '../model-header.ts';
import { calibrate, countCalibrationInputs, writeCalibrationInputs } from './calibration.ts';
import { findFeature } from './feature-table.ts';
import { hashNegated, hashNgram, visitCharacterNgrams } from './hashes.ts';
import type { LinearArrays } from './linear-arrays.ts';
import { createNgramFinder } from './ngram-finder.ts';
import {
  countWordNgrams,
  type HashedWord,
  NGRAM_GROUPS,
  type NgramSettings,
  type Ngrams,
  toHashedWord,
  visitNegated,
} from './ngrams.ts';
import { createWordRows, type RowWord } from './word-rows.ts';

/** How the n-grams of a text become feature values. */
export interface FeatureSettings extends NgramSettings {
  /** The value of each n-gram in a group is (number of n-grams in the group)^-lengthExponent. */
  lengthExponent: number;
  /** The weight of character n-grams relative to word n-grams. */
  characterWeight: number;
  /** 1 if a word n-gram counts once a text, however often it occurs; else 0. */
  binary: number;
}

/** Values outside these ranges would make reading very slow, or sums infinite. */
const SETTING_RANGES = {
  wordNgrams: { min: 0, max: 20, step: 1 },
  minCharacterNgram: { min: 0, max: 20, step: 1 },
  maxCharacterNgram: { min: 0, max: 20, step: 1 },
  negationScope: { min: 0, max: 1000, step: 1 },
  lengthExponent: { min: -2, max: 2 },
  characterWeight: { min: -1e6, max: 1e6 },
  binary: { min: 0, max: 1, step: 1 },
} satisfies Record<keyof FeatureSettings, object>;
/** Defaults for settings that older model files lack. */
const OLDER = { binary: 0 };

/**
 * The feature value shared by all n-grams of a group in a text.
 * @param counts the number of n-grams of the text in each group
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

/** A word of a linear model. Its precomputed sums of weights have a row. */
export interface LinearWord extends TokenForm, HashedWord, RowWord {
  /** Whether the word is in the vocabulary. */
  isKnown: boolean;
}

/** The numbers of a row: a feature and a count, then the sums. */
const NEGATED_FEATURE = 0;
const NUM_CHARACTER_NGRAMS = 1;
const SUMS = 2;

/**
 * Creates a linear model on n-grams:  z_k = bias_k + Σ_groups value(group) · Σ_ngrams weights[ngram, k].
 * The probabilities are the calibration of z and the text's length.
 */
export function createLinearModel(settings: FeatureSettings, arrays: LinearArrays): Model<LinearWord> {
  const { hashes, rangeStarts, weights, scales, bias, calibration } = arrays;
  const numClasses = bias.length;
  const table = { hashes, rangeStarts };
  const { wordNgrams, negationScope } = settings;
  const isBinary = settings.binary === 1;
  const findNgrams = createNgramFinder(table, 2, wordNgrams, isBinary);
  const logits = new Float64Array(numClasses);
  const inputs = new Float64Array(countCalibrationInputs(numClasses));
  /** The sums of the current text: words, characters, then negated words. */
  const sums = new Int32Array(NGRAM_GROUPS.length * numClasses);
  let numNegated = 0;
  const findWord = (normal: string): number => findFeature(table, hashNgram([normal]));

  /** Adds the weights of a feature to `sums[start…]`, in units of `scales`; does nothing for a feature of -1. */
  function addWeights(feature: number, sums: Int32Array, start: number): void {
    if (feature < 0) return;
    const row = feature * numClasses; // the weights of one feature lie side by side
    for (let k = 0; k < numClasses; k++) sums[start + k]! += weights[row + k]!;
  }

  /** The sums of a row are the weights of the word itself, then those of its character n-grams. */
  const { numbers, find: findRow } = createWordRows<LinearWord>(
    SUMS + 2 * numClasses,
    ({ normal }, numbers, row) => {
      numbers[row + NEGATED_FEATURE] = findFeature(table, hashNegated(normal));
      if (wordNgrams > 0) addWeights(findWord(normal), numbers, row + SUMS);
      visitCharacterNgrams(normal, settings.minCharacterNgram, settings.maxCharacterNgram, (hash) => {
        numbers[row + NUM_CHARACTER_NGRAMS]!++;
        addWeights(findFeature(table, hash), numbers, row + SUMS + numClasses);
      });
    },
  );

  function addNegated(word: LinearWord): void {
    numNegated++;
    addWeights(numbers[findRow(word) + NEGATED_FEATURE]!, sums, 2 * numClasses);
  }

  function predict(words: readonly LinearWord[]): Prediction {
    sums.fill(0);
    const seen = isBinary ? new Set<string>() : undefined;
    let numCharacters = 0;
    let numWords = 0;
    let numKnownWords = 0;
    for (let i = 0; i < words.length; i++) {
      const word = words[i]!;
      const row = findRow(word);
      numCharacters += numbers[row + NUM_CHARACTER_NGRAMS]!;
      if (word.isWord) numWords++;
      if (word.isWord && word.isKnown) numKnownWords++;
      // A word that counts once adds only its characters when it comes again.
      const from = seen?.has(word.normal) ? numClasses : 0;
      seen?.add(word.normal);
      for (let k = from; k < 2 * numClasses; k++) sums[k]! += numbers[row + SUMS + k]!;
    }
    const { features, numFound } = findNgrams(words);
    // Class by class, because so the processor waits for the weights of many features at the same time.
    for (let k = 0; k < numClasses; k++) {
      let sum = 0;
      for (let i = 0; i < numFound; i++) sum += weights[features[i]! * numClasses + k]!;
      sums[k]! += sum;
    }
    numNegated = 0;
    visitNegated(words, negationScope, addNegated);
    const values = featureValues(
      { words: countWordNgrams(words.length, wordNgrams), characters: numCharacters, negated: numNegated },
      settings,
    );
    for (let k = 0; k < numClasses; k++) {
      const sum =
        values.words * sums[k]! +
        values.characters * sums[numClasses + k]! +
        values.negated * sums[2 * numClasses + k]!;
      logits[k] = bias[k]! + scales[k]! * sum;
    }
    writeCalibrationInputs(logits, words.length, inputs);
    const probabilities = new Float64Array(numClasses);
    calibrate(inputs, calibration, probabilities);
    return { probabilities, numWords, numKnownWords };
  }

  return {
    toWord({ normal, isWord }) {
      // Spelled out, because V8 would keep what is added to a spread object in a second one.
      const { block, isNegation, endsClause } = toHashedWord(normal);
      return { block, serial: -1, isNegation, endsClause, isWord, isKnown: findWord(normal) >= 0, normal };
    },
    maxTokens: Number.POSITIVE_INFINITY,
    predict: (texts) => texts.map(predict),
    isKnown: (normal) => findWord(normal) >= 0,
  };
}

/**
 * Reads the settings of a linear model from those of a model file.
 * @throws ModelFormatError when a setting is missing or out of range
 */
export function readFeatureSettings(settings: Record<string, number>): FeatureSettings {
  return checkSettings('linear model', { ...OLDER, ...settings }, SETTING_RANGES);
}
