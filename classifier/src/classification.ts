import type { TextWeights } from './explain.ts';
import type { LabelSet } from './label-set.ts';
import type { Prediction } from './model.ts';
import { round, valenceOf } from './text/read-text.ts';
import type { Span } from './text/sentences.ts';

/** The sentiment of a text. All numbers are rounded to 6 decimals. */
export interface Classification {
  /** The name of the label, such as `somewhat negative`. */
  sentiment: string;
  /** The class with the highest probability: its index among the model's labels. */
  label: number;
  /** The probability of that class, 0..1. */
  confidence: number;
  /** Every class's probability by its name; they sum to 1. */
  probabilities: Record<string, number>;
  /** The expected label, Σ p_k·k, from 0 to the number of classes − 1. Present only if the labels form a scale. */
  valence?: number;
  /** The share of the text's words that are in the model's vocabulary, 0..1; 0 for a text without words. */
  coverage: number;
  /** The model's kind and the first 8 hex digits of the SHA-256 of its file. */
  model: string;
}

/** The sentiment of one sentence, and its offsets in the text. */
export interface SentenceClassification extends Classification, Span {}

/** A classification with the weight of each token and each sentence. */
export interface Explanation extends Classification, TextWeights {}

/** What `classifyInSteps` returns besides the classification. */
export interface ClassifyOptions {
  /** Adds the weight of each token and each sentence. */
  explain?: boolean | undefined;
  /** Adds the classification of each sentence. */
  sentences?: boolean | undefined;
}

/** A classification with the extras that `ClassifyOptions` can add. */
export interface DetailedClassification extends Classification, Partial<TextWeights> {
  sentences?: SentenceClassification[];
}

/** A classification with the extras for these options. An option that is literally `true` makes its fields required. */
export type Classified<Options extends ClassifyOptions> = DetailedClassification &
  (Options extends { readonly explain: true }
    ? Pick<Required<DetailedClassification>, 'explanation' | 'sentenceWeights'>
    : unknown) &
  (Options extends { readonly sentences: true }
    ? Pick<Required<DetailedClassification>, 'sentences'>
    : unknown);

/**
 * Creates a function that describes predictions.
 * @param model the name of the model
 */
export function createDescriber(
  { names, isScale }: LabelSet,
  model: string,
): (prediction: Prediction) => Classification {
  const byName: Record<string, number> = Object.fromEntries(names.map((name) => [name, 0]));
  return ({ probabilities, numWords, numKnownWords }) => {
    let label = 0;
    for (let k = 1; k < names.length; k++) if (probabilities[k]! > probabilities[label]!) label = k;
    const rounded = { ...byName };
    let rest = 0;
    for (let k = 0; k < names.length; k++) {
      if (k === label) continue;
      rounded[names[k]!] = round(probabilities[k]!);
      rest += rounded[names[k]!]!;
    }
    const sentiment = names[label]!;
    // The largest probability absorbs the rounding error, so that the rounded numbers still sum to 1.
    const confidence = round(1 - rest);
    rounded[sentiment] = confidence;
    const coverage = numWords === 0 ? 0 : round(numKnownWords / numWords);
    if (!isScale) return { sentiment, label, confidence, probabilities: rounded, coverage, model };
    const valence = round(valenceOf(probabilities));
    return { sentiment, label, confidence, probabilities: rounded, valence, coverage, model };
  };
}
