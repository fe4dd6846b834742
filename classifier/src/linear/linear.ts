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

/** A word with its precomputed sums of weights, in units of `scales`. */
export interface LinearWord extends TokenForm, HashedWord {
  /** Whether the word is in the vocabulary. */
  isKnown: boolean;
  numCharacterNgrams: number;
  /**
   * Shape [3 × numClasses]: the weights of the word itself, the sums over its character n-grams, and the weights of the
   * word in the scope of a negation.
   */
  sums: readonly number[];
}

/**
 * Creates a linear model on n-grams:  z_k = bias_k + Σ_groups value(group) · Σ_ngrams weights[ngram, k].
 * The probabilities are the calibration of z and the text's length.
 */
export function createLinearModel(settings: FeatureSettings, arrays: LinearArrays): Model<LinearWord> {
  const { hashes, rangeStarts, weights, scales, bias, calibration } = arrays;
  const numClasses = bias.length;
  const noSums = Array.from({ length: NGRAM_GROUPS.length * numClasses }, () => 0);
  const table = { hashes, rangeStarts };
  const { wordNgrams, negationScope } = settings;
  const isBinary = settings.binary === 1;
  const findNgrams = createNgramFinder(table, 2, wordNgrams, isBinary);
  const logits = new Float64Array(numClasses);
  const inputs = new Float64Array(countCalibrationInputs(numClasses));
  /** The sums of the current text: words, characters, then negated words. */
  const sums = noSums.slice();
  let numNegated = 0;
  const findWord = (normal: string): number => findFeature(table, hashNgram([normal]));

  /** Adds the weights of a feature to `sums[start…]`; does nothing for a feature of -1. */
  function addWeights(feature: number, sums: number[], start: number): void {
    if (feature < 0) return;
    const row = feature * numClasses; // the weights of one feature lie side by side
    for (let k = 0; k < numClasses; k++) sums[start + k]! += weights[row + k]!;
  }

  function toWord({ normal, isWord }: TokenForm): LinearWord {
    const sums = noSums.slice();
    let numCharacterNgrams = 0;
    const feature = findWord(normal);
    if (wordNgrams > 0) addWeights(feature, sums, 0);
    visitCharacterNgrams(normal, settings.minCharacterNgram, settings.maxCharacterNgram, (hash) => {
      numCharacterNgrams++;
      addWeights(findFeature(table, hash), sums, numClasses);
    });
    addWeights(findFeature(table, hashNegated(normal)), sums, 2 * numClasses);
    return { ...toHashedWord(normal), isWord, isKnown: feature >= 0, numCharacterNgrams, sums };
  }

  function addNegated({ sums: own }: LinearWord): void {
    numNegated++;
    for (let k = 2 * numClasses; k < 3 * numClasses; k++) sums[k]! += own[k]!;
  }

  function predict(words: readonly LinearWord[]): Prediction {
    sums.fill(0);
    const seen = isBinary ? new Set<string>() : undefined;
    let numCharacters = 0;
    let numWords = 0;
    let numKnownWords = 0;
    for (let i = 0; i < words.length; i++) {
      const word = words[i]!;
      const own = word.sums;
      numCharacters += word.numCharacterNgrams;
      if (word.isWord) numWords++;
      if (word.isWord && word.isKnown) numKnownWords++;
      // A word that counts once adds only its characters when it comes again.
      const from = seen?.has(word.normal) ? numClasses : 0;
      seen?.add(word.normal);
      for (let k = from; k < 2 * numClasses; k++) sums[k]! += own[k]!;
    }
    const { features, numFound } = findNgrams(words);
    for (let i = 0; i < numFound; i++) addWeights(features[i]!, sums, 0);
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
    toWord,
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
