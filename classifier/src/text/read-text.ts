import type { Model, Prediction } from '../model.ts';
import { NUM_CLASSES } from '../sentiments.ts';
import type { Steps } from '../steps.ts';
import { createPlaces, type Places } from './edits.ts';
import { toPlainText } from './rules/index.ts';
import { type Span, splitSentences } from './sentences.ts';
import { shorten } from './stretched.ts';
import { findTokens, type Token } from './tokenize.ts';

/** A sentence and the model's word on it. */
export interface PredictedSentence extends Span {
  tokens: Token[];
  prediction: Prediction;
}

/** The most tokens of a part: a longer sentence is read in parts. No real one is so long, and none needs more memory. */
const MAX_PART_TOKENS = 200;

/** How many tokens a step reads, of one part or of several. */
const STEP_TOKENS = 800;

/** A sentence and its tokens. */
export type SplitSentence = Omit<PredictedSentence, 'prediction'>;

/** The sentences of a text with their tokens, in steps; a text of white space alone is one sentence without a token. */
export function* splitText(text: string): Steps<SplitSentence[]> {
  const plain = toPlainText(text);
  yield;
  const tokens = findTokens(text, plain);
  yield;
  const spans = toOriginalSpans(splitSentences(plain.text), createPlaces(plain.edits));
  yield;
  if (spans.length === 0) spans.push({ start: 0, end: 0 });
  let from = 0;
  return spans.map((span, i) => {
    let to = i === spans.length - 1 ? tokens.length : from;
    while (to < tokens.length && tokens[to]!.start < span.end) to++;
    const own = tokens.slice(from, to);
    from = to;
    return { ...span, tokens: own };
  });
}

/** The spans of a plain text in the original; those that share a place there are one. */
function toOriginalSpans(spans: readonly Span[], places: Places): Span[] {
  const originals: Span[] = [];
  for (const span of spans) {
    const start = places.startOf(span.start);
    const end = places.endOf(span.end);
    const before = originals.at(-1);
    if (before && start < before.end) before.end = Math.max(before.end, end);
    else originals.push({ start, end });
  }
  return originals;
}

/** The sentences of a text with their predictions, in steps. */
export function* readSentences(model: Model, text: string): Steps<PredictedSentence[]> {
  const sentences = yield* splitText(text);
  for (const { tokens } of sentences) {
    for (const token of tokens) if (token.isWord) token.normal = shorten(token.normal, model.isKnown);
  }
  const parts = sentences.map(({ tokens }) => cut(tokens));
  const predictions = yield* predictInSteps(model, parts.flat());
  let next = 0;
  return sentences.map((sentence, i) => {
    const own = predictions.slice(next, next + parts[i]!.length);
    next += parts[i]!.length;
    return { ...sentence, prediction: average(own.map((prediction) => ({ prediction }))) };
  });
}

/** Predictions for all texts, some of them in each step: at once a model may read them faster than one by one. */
export function* predictInSteps(model: Model, texts: readonly (readonly Token[])[]): Steps<Prediction[]> {
  const predictions: Prediction[] = [];
  let from = 0;
  while (from < texts.length) {
    let to = from;
    let numTokens = 0;
    while (to < texts.length && (to === from || numTokens + texts[to]!.length <= STEP_TOKENS)) {
      numTokens += texts[to++]!.length;
    }
    predictions.push(...model.predict(texts.slice(from, to)));
    from = to;
    if (from < texts.length) yield;
  }
  return predictions;
}

/** A sentence's tokens in parts that a model reads at a time, at least one. */
function cut(tokens: Token[]): Token[][] {
  const numParts = Math.max(1, Math.ceil(tokens.length / MAX_PART_TOKENS));
  return Array.from({ length: numParts }, (_, i) =>
    tokens.slice(i * MAX_PART_TOKENS, (i + 1) * MAX_PART_TOKENS),
  );
}

/** The mean of predictions, each counting by its number of words, and by one at least. */
export function average(parts: readonly { prediction: Prediction }[]): Prediction {
  if (parts.length === 1) return parts[0]!.prediction;
  const mean: Prediction = { probabilities: new Float64Array(NUM_CLASSES), numWords: 0, numKnownWords: 0 };
  const shares = sharesOf(parts);
  for (const [i, { prediction }] of parts.entries()) {
    for (let k = 0; k < NUM_CLASSES; k++) mean.probabilities[k]! += shares[i]! * prediction.probabilities[k]!;
    mean.numWords += prediction.numWords;
    mean.numKnownWords += prediction.numKnownWords;
  }
  return mean;
}

/** Each part's share in the whole, by its number of words, one at least; they sum to 1. */
export function sharesOf(parts: readonly { prediction: Prediction }[]): number[] {
  const sizes = parts.map(({ prediction }) => Math.max(1, prediction.numWords));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.map((size) => size / total);
}

/** The expected label, Σ p_k·k, in 0..4. */
export function valenceOf(probabilities: Float64Array): number {
  return probabilities.reduce((sum, p, k) => sum + p * k, 0);
}

/** To 6 decimals. */
export function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
