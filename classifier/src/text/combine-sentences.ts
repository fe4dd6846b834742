import type { HashedWord } from '../linear/ngrams.ts';
import type { Prediction, TokenForm } from '../model.ts';
import type { FindPolarity, Polarity } from './ngram-polarity.ts';
import { combineOpinions, createPoolWithout, type PlacedOpinion } from './opinion-pool.ts';
import { average, type PredictedSentence, sizeOf } from './read-text.ts';
import type { TextSettings } from './text-settings.ts';
import { addSum, createSumWithout, meanOf, sumOf, type WeightedSum } from './weighted-sums.ts';

/** A model's way from the sentences of a text to the text. */
export interface TextReader {
  settings: TextSettings;
  findPolarity: FindPolarity;
}

/** What the sentences of a text say together. */
export interface Combination {
  prediction: Prediction;
  /** Prepares to tell what the text would say otherwise, in time in proportion to the number of its sentences. */
  vary(): Variations;
}

/** What a text would say, by its class probabilities. Each takes the same time, however many sentences there are. */
export interface Variations {
  /** If one of its sentences, wherever it stands in it, had other words and others. */
  withSentence(
    index: number,
    probabilities: Float64Array,
    words: readonly (TokenForm & HashedWord)[],
  ): Float64Array;
  /** Without one of its sentences, of which there are two at least. */
  withoutSentence(index: number): Float64Array;
}

/**
 * Combines the sentences of a text. What is said twice counts once, so that it makes a text no surer of itself; and one
 * sentence alone is the text.
 * @param sentences one at least
 * @param reader of the model; where it has learned from no whole texts, each sentence counts by its number of words
 */
export function combineSentences<Word extends TokenForm & HashedWord>(
  sentences: readonly PredictedSentence<Word>[],
  reader: TextReader | undefined,
): Combination {
  const mean = average(sentences);
  const numbers = numberDistinct(sentences);
  const isOne = numbers.every((number) => number === undefined || number === 0);
  if (reader === undefined || numbers.every((number) => number === undefined)) {
    return { prediction: mean, vary: () => varyMean(sentences) };
  }
  const { settings, findPolarity } = reader;
  /** One sentence alone needs no polarity. */
  const toOpinion = (
    place: number,
    probabilities: Float64Array,
    words: readonly HashedWord[],
  ): PlacedOpinion => ({ place, probabilities, polarity: isOne ? NO_POLARITY : findPolarity(words) });
  const distinct: PlacedOpinion[] = [];
  for (const [place, number] of numbers.entries()) {
    const { prediction, words } = sentences[place]!;
    if (number !== undefined) distinct[number] ??= toOpinion(place, prediction.probabilities, words);
  }
  const probabilities = combineOpinions(distinct, settings);
  return {
    prediction: { ...mean, probabilities },
    vary() {
      const poolWithout = createPoolWithout(distinct, settings);
      const nextPlaces = findNextPlaces(numbers);
      return {
        withSentence(index, other, words) {
          const number = numbers[index];
          if (number === undefined) return probabilities;
          return poolWithout(number, toOpinion(distinct[number]!.place, other, words));
        },
        withoutSentence(index) {
          const number = numbers[index];
          if (number === undefined || index !== distinct[number]!.place) return probabilities;
          const place = nextPlaces[number];
          if (place !== undefined) return poolWithout(number, { ...distinct[number]!, place });
          if (!isOne) return poolWithout(number);
          return average(sentences.toSpliced(index, 1)).probabilities;
        },
      };
    },
  };
}

/** What a text would say whose sentences count by their numbers of words. */
function varyMean(sentences: readonly { prediction: Prediction }[]): Variations {
  const toSum = (prediction: Prediction): WeightedSum =>
    sumOf(prediction.probabilities, Math.log(sizeOf(prediction)));
  const numClasses = sentences[0]!.prediction.probabilities.length;
  const sumWithout = createSumWithout(sentences.length, numClasses, (i) => toSum(sentences[i]!.prediction));
  return {
    withSentence: (index, probabilities) =>
      meanOf(addSum(sumWithout(index), toSum({ ...sentences[index]!.prediction, probabilities }))),
    withoutSentence: (index) => meanOf(sumWithout(index)),
  };
}

/** Where each distinct sentence stands for the second time, if it does. */
function findNextPlaces(numbers: readonly (number | undefined)[]): (number | undefined)[] {
  const wasSeen: boolean[] = [];
  const places: (number | undefined)[] = [];
  for (const [place, number] of numbers.entries()) {
    if (number === undefined) continue;
    if (wasSeen[number]) places[number] ??= place;
    wasSeen[number] = true;
  }
  return places;
}

const NO_POLARITY: Polarity = { sum: 0, count: 0 };

/** The number of each sentence among those of other tokens, in order; undefined for one without a token. */
export function numberDistinct(
  sentences: readonly { words: readonly TokenForm[] }[],
): (number | undefined)[] {
  const numbers = new Map<string, number>();
  return sentences.map(({ words }) => {
    if (words.length === 0) return undefined;
    const key = words.map(({ normal }) => normal).join(' ');
    if (!numbers.has(key)) numbers.set(key, numbers.size);
    return numbers.get(key);
  });
}
