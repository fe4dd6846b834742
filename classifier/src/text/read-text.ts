import type { Passage, PassageModel, Prediction, TokenForm } from '../model.ts';
import type { Steps } from '../steps.ts';
import { createNewPlaces } from './edits.ts';
import { placesOf, type Tokens } from './find-tokens.ts';
import { joinStretches, partOf, type Stretch, spellTokens } from './passage.ts';
import { type Span, splitSentences } from './sentences.ts';
import { type Spelling, spell } from './spell.ts';

/** A sentence with its tokens. `places()` computes the offsets of the tokens on demand. */
export interface Sentence<Word> extends Span, Stretch<Word> {
  places(): Span[];
}

/** A sentence and the model's prediction for it. */
export interface PredictedSentence<Word> extends Sentence<Word> {
  prediction: Prediction;
}

/** A longer sentence is read in parts, which bounds memory; real sentences are shorter. */
export const MAX_SENTENCE_TOKENS = 200;

/** The most tokens read in one step. */
const STEP_TOKENS = 800;

/**
 * Splits a text into sentences with their tokens, in steps. A text of white space alone is one sentence without tokens.
 */
export function* splitText<Word>(
  text: string,
  findTokens: (spelling: Spelling) => Steps<Tokens<Word>>,
): Steps<Sentence<Word>[]> {
  const spelling = spell(text);
  yield;
  const tokens = yield* findTokens(spelling);
  const { words, starts, ends } = tokens;
  yield;
  const spans = yield* findSpans(spelling);
  yield;
  let from = 0;
  return spans.map(({ start, end, spelledEnd }, i) => {
    let to = i === spans.length - 1 ? words.length : from;
    while (to < words.length && starts[to]! < spelledEnd) to++;
    const [first, behind] = [from, to];
    from = to;
    return {
      start,
      end,
      words: words.slice(first, behind),
      spelled: (from = 0, to = behind - first) =>
        spellTokens(spelling.text, tokens, first + from, first + to),
      places: () =>
        placesOf({ starts: starts.slice(first, behind), ends: ends.slice(first, behind) }, spelling.places),
    };
  });
}

/** The sentences in the original text, each with its end in the normalized text. Overlapping sentences are merged. */
function* findSpans({ plain, edits, plainPlaces }: Spelling): Steps<(Span & { spelledEnd: number })[]> {
  const spelledPlace = createNewPlaces(edits);
  const spans: (Span & { spelledEnd: number })[] = [];
  for (const span of yield* splitSentences(plain)) {
    const start = plainPlaces.startOf(span.start);
    const end = plainPlaces.endOf(span.end);
    const spelledEnd = spelledPlace(span.end);
    const before = spans.at(-1);
    if (before && start < before.end) Object.assign(before, { end: Math.max(before.end, end), spelledEnd });
    else spans.push({ start, end, spelledEnd });
  }
  return spans.length > 0 ? spans : [{ start: 0, end: 0, spelledEnd: 0 }];
}

/**
 * Joins the sentences of a text into one.
 * @param sentences at least one
 */
export function joinSentences<Word>(sentences: readonly Sentence<Word>[]): Sentence<Word> {
  return {
    start: sentences[0]!.start,
    end: sentences.at(-1)!.end,
    ...joinStretches(sentences),
    places: () => sentences.flatMap(({ places }) => places()),
  };
}

/**
 * Predicts sentences, in steps.
 * @param maxTokens a longer sentence is read in parts, and its prediction is their mean
 */
export function* predictSentences<Word extends TokenForm>(
  model: PassageModel<Word>,
  sentences: readonly Sentence<Word>[],
  maxTokens: number,
): Steps<PredictedSentence<Word>[]> {
  const parts: Passage<Word>[] = [];
  for (const sentence of sentences) parts.push(...cut(sentence, maxTokens));
  const predictions = yield* predictInSteps(model, parts);
  let next = 0;
  return sentences.map(({ start, end, words, spelled, places }) => {
    const first = next;
    next += countParts(words.length, maxTokens);
    const own = predictions.slice(first, next).map((prediction) => ({ prediction }));
    return { start, end, words, spelled, places, prediction: average(own) };
  });
}

/** Predicts all passages, several in each step, because a model may read them faster together. */
export function* predictInSteps<Word extends TokenForm>(
  model: PassageModel<Word>,
  passages: readonly Passage<Word>[],
): Steps<Prediction[]> {
  const predictions: Prediction[] = [];
  let from = 0;
  while (from < passages.length) {
    let to = from;
    let numTokens = 0;
    while (to < passages.length && (to === from || numTokens + passages[to]!.words.length <= STEP_TOKENS)) {
      numTokens += passages[to++]!.words.length;
    }
    const predicted = model.predict(passages.slice(from, to));
    predictions.push(...(Array.isArray(predicted) ? predicted : yield* predicted));
    from = to;
    if (from < passages.length) yield;
  }
  return predictions;
}

/** Cuts a sentence into parts of at most `maxTokens`; at least one part. */
function cut<Word>(sentence: Sentence<Word>, maxTokens: number): Passage<Word>[] {
  const numTokens = sentence.words.length;
  const numParts = countParts(numTokens, maxTokens);
  if (numParts === 1) return [sentence];
  return Array.from({ length: numParts }, (_, i) =>
    partOf(sentence, i * maxTokens, Math.min(numTokens, (i + 1) * maxTokens)),
  );
}

function countParts(numTokens: number, maxTokens: number): number {
  return Math.max(1, Math.ceil(numTokens / maxTokens));
}

/**
 * The mean of predictions, weighted by their numbers of words, each at least one.
 * @param parts at least one
 */
export function average(parts: readonly { prediction: Prediction }[]): Prediction {
  if (parts.length === 1) return parts[0]!.prediction;
  const numClasses = parts[0]!.prediction.probabilities.length;
  const mean: Prediction = { probabilities: new Float64Array(numClasses), numWords: 0, numKnownWords: 0 };
  const shares = sharesOf(parts);
  for (const [i, { prediction }] of parts.entries()) {
    for (let k = 0; k < numClasses; k++) mean.probabilities[k]! += shares[i]! * prediction.probabilities[k]!;
    mean.numWords += prediction.numWords;
    mean.numKnownWords += prediction.numKnownWords;
  }
  return mean;
}

/** Each part's weight, in proportion to its size; the weights sum to 1. */
function sharesOf(parts: readonly { prediction: Prediction }[]): number[] {
  const sizes = parts.map(({ prediction }) => sizeOf(prediction));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.map((size) => size / total);
}

/** The weight of a prediction in a mean: its number of words, at least 1. */
export function sizeOf({ numWords }: Prediction): number {
  return Math.max(1, numWords);
}

/** The valence: the expected label Σ p_k·k, in 0..numClasses − 1. */
export function valenceOf(probabilities: Float64Array): number {
  let valence = 0;
  for (let k = 0; k < probabilities.length; k++) valence += probabilities[k]! * k;
  return valence;
}

/** Rounds to 6 decimals. */
export function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
