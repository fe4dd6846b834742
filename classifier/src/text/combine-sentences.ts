import { addBlock, finishHash, NGRAM_SEED } from '../linear/hashes.ts';
import type { HashedWord } from '../linear/ngrams.ts';
import type { Prediction, TokenForm } from '../model.ts';
import type { FindPolarity, Polarity } from './ngram-polarity.ts';
import { combineOpinions, createPoolWithout, type PlacedOpinion } from './opinion-pool.ts';
import { average, type PredictedSentence, sizeOf } from './read-text.ts';
import type { TextSettings } from './text-settings.ts';
import { addSum, createSumWithout, meanOf, sumOf, type WeightedSum } from './weighted-sums.ts';

/** The learned way of combining the sentences of a text. */
export interface TextReader {
  settings: TextSettings;
  findPolarity: FindPolarity;
}

/** The combined prediction for a text. */
export interface Combination {
  prediction: Prediction;
  /** Prepares predictions for variations of the text, in time linear in the number of sentences. */
  vary(): Variations;
}

/** Class probabilities for variations of a text. Each takes constant time, however many sentences there are. */
export interface Variations {
  /**
   * The text with other words, and so other probabilities, in one of its sentences. Where repetitions count once, they
   * change too.
   */
  withSentence(
    index: number,
    probabilities: Float64Array,
    words: readonly (TokenForm & HashedWord)[],
  ): Float64Array;
  /** The text without one of its sentences; it must have at least two. */
  withoutSentence(index: number): Float64Array;
}

/**
 * Combines the sentences of a text. Repeated sentences count once, so that repetition does not raise confidence. A
 * single sentence keeps its prediction.
 * @param sentences at least one
 * @param reader the model's way of combining; if undefined, the result is the mean weighted by the number of words
 */
export function combineSentences<Word extends TokenForm & HashedWord>(
  sentences: readonly Pick<PredictedSentence<Word>, 'words' | 'prediction'>[],
  reader: TextReader | undefined,
): Combination {
  const mean = average(sentences);
  const numbers = numberDistinct(sentences);
  const isOne = numbers.every((number) => number === undefined || number === 0);
  if (reader === undefined || numbers.every((number) => number === undefined)) {
    return { prediction: mean, vary: () => varyMean(sentences) };
  }
  const { settings, findPolarity } = reader;
  /** A single sentence needs no polarity. */
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

/** Variations of a text whose sentences are weighted by their numbers of words. */
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

/** The index of each distinct sentence's second occurrence, if there is one. */
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

/** A sentence's words, as far as repetitions are found by them. */
type Words = readonly Pick<HashedWord, 'normal' | 'block'>[];

/**
 * Numbers the distinct sentences in order; equal sentences share a number. A sentence without tokens gets undefined.
 */
export function numberDistinct(sentences: readonly { words: Words }[]): (number | undefined)[] {
  /** The distinct sentences, and the number of each by its hash or, where another has that hash, the next free one. */
  const distinct: Words[] = [];
  const numbers = new Map<number, number>();
  return sentences.map(({ words }) => {
    if (words.length === 0) return undefined;
    for (let hash = hashWords(words); ; hash++) {
      const number = numbers.get(hash);
      if (number === undefined) {
        numbers.set(hash, distinct.length);
        return distinct.push(words) - 1;
      }
      if (areEqual(distinct[number]!, words)) return number;
    }
  });
}

function hashWords(words: Words): number {
  let hash = NGRAM_SEED;
  for (let i = 0; i < words.length; i++) hash = addBlock(hash, words[i]!.block);
  return finishHash(hash);
}

function areEqual(words: Words, others: Words): boolean {
  return words.length === others.length && words.every(({ normal }, i) => normal === others[i]!.normal);
}
