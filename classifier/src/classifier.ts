import { ClassifierError } from './errors.ts';
import { createLinearModel } from './linear/linear.ts';
import type { Model, Prediction } from './model.ts';
import { type DecodedModel, decodeModel, type ModelHeader } from './model-file.ts';
import { NUM_CLASSES, SENTIMENTS, type Sentiment } from './sentiments.ts';
import { bytesToHex, sha256 } from './sha256.ts';
import { tokenize } from './tokenize.ts';

/** What a text was found to feel like. Numbers are rounded to 6 decimals. */
export interface Classification {
  /** The name of the label, such as `somewhat negative`. */
  sentiment: Sentiment;
  /** The class of highest probability, 0 (negative) to 4 (positive). */
  label: number;
  /** The probability of that class, 0..1. */
  confidence: number;
  /** Every class's probability by its name; they sum to 1. */
  probabilities: Record<Sentiment, number>;
  /** The expected label, Σ p_k·k, in 0..4: one number to sort or average by. */
  valence: number;
  /** The share of the text's words that the model knows, 0..1; 0 for a text without a word. */
  coverage: number;
  /** The model's kind and the first 8 hex digits of the SHA-256 of its file. */
  model: string;
}

/** A loaded model, ready to classify. */
export interface Classifier {
  /** The model's kind and the first 8 hex digits of the SHA-256 of its file, such as `linear-5d41402a`. */
  readonly name: string;
  /** What the model file says of itself: kind, labels, settings, provenance, measured accuracy. */
  readonly header: ModelHeader;
  /**
   * The sentiment of one text.
   * @throws ClassifierError with code `INVALID_TEXT` when `text` is not a string
   */
  classify(text: string): Classification;
}

/**
 * A classifier from the bytes of a model file, which must not change afterwards. Nothing is trained or built.
 * @throws ModelFormatError when the bytes are no model file that this version reads
 */
export function loadClassifier(bytes: Uint8Array): Classifier {
  const decoded = decodeModel(bytes);
  const model = createModel(decoded);
  const name = `${decoded.header.kind}-${bytesToHex(sha256(bytes)).slice(0, 8)}`;
  return {
    name,
    header: decoded.header,
    classify(text) {
      if (typeof text !== 'string') {
        throw new ClassifierError('INVALID_TEXT', `text is of type ${typeof text}, expected a string`);
      }
      return describe(model.predict(tokenize(text)), name);
    },
  };
}

function createModel(decoded: DecodedModel): Model {
  switch (decoded.header.kind) {
    case 'linear':
      return createLinearModel(decoded);
  }
}

function describe({ probabilities, numWords, numKnownWords }: Prediction, model: string): Classification {
  let label = 0;
  let valence = 0;
  for (let k = 0; k < NUM_CLASSES; k++) {
    if (probabilities[k]! > probabilities[label]!) label = k;
    valence += k * probabilities[k]!;
  }
  const rounded = Array.from(probabilities, round);
  // What rounding took or gave goes to the largest, so that the numbers sent still sum to 1.
  rounded[label] = round(1 - rounded.reduce((sum, p, k) => (k === label ? sum : sum + p), 0));
  return {
    sentiment: SENTIMENTS[label]!,
    label,
    confidence: rounded[label]!,
    probabilities: Object.fromEntries(SENTIMENTS.map((name, k) => [name, rounded[k]!])) as Record<
      Sentiment,
      number
    >,
    valence: round(valence),
    coverage: numWords === 0 ? 0 : round(numKnownWords / numWords),
    model,
  };
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
