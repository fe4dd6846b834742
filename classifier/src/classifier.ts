import { ClassifierError, ModelFormatError } from './errors.ts';
import { explainText, type TextWeights } from './explain.ts';
import type { LabelSet } from './label-set.ts';
import { createLinearModel, readFeatureSettings } from './linear/linear.ts';
import { linearPart } from './linear/linear-arrays.ts';
import type { HashedWord } from './linear/ngrams.ts';
import type { Model, Prediction, TokenForm } from './model.ts';
import { type DecodedModel, decodeModel, type ModelHeader, toBytes } from './model-file.ts';
import { labelsOf } from './model-header.ts';
import { createRecurrentModel } from './recurrent/recurrent.ts';
import { bytesToHex, sha256 } from './sha256.ts';
import { finish, type Steps } from './steps.ts';
import { combineSentences, numberDistinct, type TextReader } from './text/combine-sentences.ts';
import { createTokenFinder } from './text/find-tokens.ts';
import { createPolarityFinder } from './text/ngram-polarity.ts';
import {
  joinSentences,
  MAX_SENTENCE_TOKENS,
  type PredictedSentence,
  predictSentences,
  round,
  type Sentence,
  splitText,
  valenceOf,
} from './text/read-text.ts';
import type { Span } from './text/sentences.ts';
import { shorten } from './text/stretched.ts';

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

/** A loaded model, ready to classify. */
export interface Classifier {
  /** The model's kind and the first 8 hex digits of the SHA-256 of its file, such as `linear-5d41402a`. */
  readonly name: string;
  /** The header of the model file: kind, labels, settings, provenance, measured accuracy. */
  readonly header: ModelHeader;
  /**
   * Classifies one text. A model of unit `text` reads the text as a whole. Any other model reads it sentence by
   * sentence and combines the results as it learned from whole texts. If it learned no combination, the result is their
   * mean, weighted by the number of words.
   * @throws ClassifierError with code `INVALID_TEXT` when `text` is not a string
   */
  classify(text: string): Classification;
  /**
   * Classifies each sentence of a text; returns an empty array if there is only white space.
   * @throws ClassifierError with code `INVALID_TEXT` when `text` is not a string
   */
  classifySentences(text: string): SentenceClassification[];
  /**
   * Classifies a text and weighs its parts. A sentence's weight is how much the valence falls when the sentence is left
   * out; a token's weight is the same for the token left out of its sentence. If the labels form no scale, the
   * probability of the predicted class takes the place of the valence. Above `EXPLANATION_LIMITS` the weights are
   * omitted, and `explanationOmitted` says why.
   * @throws ClassifierError with code `INVALID_TEXT` when `text` is not a string
   */
  explain(text: string): Explanation;
  /**
   * Computes the same results in one pass over the text, in steps of a few milliseconds. A long text takes up to 50 ms
   * and its explanation up to 10 times that; between steps a server can answer other requests.
   * @throws ClassifierError with code `INVALID_TEXT`, at the first step, when `text` is not a string
   */
  classifyInSteps<const Options extends ClassifyOptions>(
    text: string,
    options?: Options,
  ): Steps<Classified<Options>>;
}

/**
 * Creates a classifier from the bytes of a model file. The bytes must not change afterwards.
 * @throws ModelFormatError when the bytes are not a model file that this version can read
 */
export function loadClassifier(bytes: Uint8Array | ArrayBuffer): Classifier {
  const decoded = decodeModel(bytes);
  const name = `${decoded.header.kind}-${bytesToHex(sha256(toBytes(bytes))).slice(0, 8)}`;
  return withModel(decoded, (model) => createClassifier(model, decoded, name));
}

/** One sentence: the normal forms of its tokens, and its class probabilities. */
export interface SentenceReading {
  words: string[];
  probabilities: Float64Array;
}

/**
 * Creates a function that reads the distinct sentences of a text, each on its own. Training on whole texts uses these
 * readings. Sentences without tokens are left out.
 * @param bytes the bytes of a model file
 * @throws ModelFormatError when the bytes are not a model file that this version can read
 */
export function loadSentenceReader(bytes: Uint8Array): (text: string) => SentenceReading[] {
  return withModel(decodeModel(bytes), (model) => {
    const split = createSplitter(model);
    function* read(text: string): Steps<SentenceReading[]> {
      const sentences = yield* predictSentences(model, yield* split(text), MAX_SENTENCE_TOKENS);
      const numbers = numberDistinct(sentences);
      const distinct = sentences.filter(
        (_, i) => numbers[i] !== undefined && numbers.indexOf(numbers[i]) === i,
      );
      return distinct.map(({ words, prediction }) => ({
        words: words.map(({ normal }) => normal),
        probabilities: prediction.probabilities,
      }));
    }
    return (text) => finish(read(text));
  });
}

function withModel<Result>(
  decoded: DecodedModel,
  use: <Word extends TokenForm & HashedWord>(model: Model<Word>) => Result,
): Result {
  switch (decoded.header.kind) {
    case 'recurrent':
      return use(createRecurrentModel(decoded));
    case 'linear':
      return use(createLinearModel(readFeatureSettings(decoded.header.settings), linearPart(decoded)));
  }
}

/** Creates a function that splits texts into sentences of the model's words. */
function createSplitter<Word extends TokenForm>(
  model: Model<Word>,
): (text: unknown) => Steps<Sentence<Word>[]> {
  const findTokens = createTokenFinder(({ normal, isWord }) =>
    model.toWord({ normal: isWord ? shorten(normal, model.isKnown) : normal, isWord }),
  );
  return (text) => splitText(checkText(text), findTokens);
}

function createClassifier<Word extends TokenForm & HashedWord>(
  model: Model<Word>,
  decoded: DecodedModel,
  name: string,
): Classifier {
  const { header } = decoded;
  const labels = labelsOf(header);
  const readsTexts = header.unit === 'text';
  const describe = createDescriber(labels, name);
  const textReader = createTextReader(decoded);
  const split = createSplitter(model);
  /** The units the model reads: sentences, or the whole text. */
  const toUnits = (sentences: readonly Sentence<Word>[]): readonly Sentence<Word>[] =>
    readsTexts ? [joinSentences(sentences)] : sentences;
  const predictAlone = (sentences: readonly Sentence<Word>[]): Steps<PredictedSentence<Word>[]> =>
    predictSentences(model, sentences, MAX_SENTENCE_TOKENS);
  const predictUnits = (units: readonly Sentence<Word>[]): Steps<PredictedSentence<Word>[]> =>
    readsTexts ? predictSentences(model, units, model.maxTokens) : predictAlone(units);
  const describeSentences = (sentences: PredictedSentence<Word>[]): SentenceClassification[] =>
    sentences
      .filter((sentence) => sentence.end > sentence.start)
      .map(({ start, end, prediction }) => ({ ...describe(prediction), start, end }));
  /** Class probabilities of sentences that the model reads as one text. */
  function* readTogether(sentences: readonly Sentence<Word>[]): Steps<Float64Array> {
    const together = sentences.length > 0 ? joinSentences(sentences) : NO_SENTENCE;
    return (yield* predictUnits([together]))[0]!.prediction.probabilities;
  }
  function* classifyInSteps<const Options extends ClassifyOptions>(
    text: string,
    options?: Options,
  ): Steps<Classified<Options>> {
    const sentences = yield* split(text);
    const units = yield* predictUnits(toUnits(sentences));
    const combination = combineSentences(units, textReader);
    const result: DetailedClassification = describe(combination.prediction);
    if (options?.explain) {
      const explained = labels.isScale ? valenceOf : (p: Float64Array) => p[result.label]!;
      const reading = { text, sentences, units, combination, readsTexts };
      Object.assign(result, yield* explainText(model, reading, readTogether, explained));
    }
    if (options?.sentences) {
      result.sentences = describeSentences(readsTexts ? yield* predictAlone(sentences) : units);
    }
    return result as Classified<Options>;
  }
  function* classifySentences(text: string): Steps<SentenceClassification[]> {
    return describeSentences(yield* predictAlone(yield* split(text)));
  }
  checkAnswer(model.predict([TRIED.map(model.toWord)])[0]!);
  return {
    name,
    header,
    classify: (text) => finish(classifyInSteps(text)),
    classifySentences: (text) => finish(classifySentences(text)),
    explain: (text) => finish(classifyInSteps(text, { explain: true })),
    classifyInSteps,
  };
}

/** The settings for combining sentences, if the model has learned them. */
function createTextReader({ header: { texts }, arrays }: DecodedModel): TextReader | undefined {
  return texts && { settings: texts, findPolarity: createPolarityFinder(arrays, texts.polarityNgrams) };
}

/** Stands for the empty text that remains when the only sentence is left out. */
const NO_SENTENCE: Sentence<never> = { start: 0, end: 0, words: [], places: () => [] };

/** A sample text for the check at load time; it is already tokenized, to save time at startup. */
const TRIED = ['a', 'good', 'film'].map((normal) => ({ normal, isWord: true }));

/**
 * Checks that the model's output for a text is a probability distribution. Checks of single arrays cannot show that.
 */
function checkAnswer({ probabilities }: Prediction): void {
  const sum = probabilities.reduce((sum, p) => sum + p, 0);
  if (probabilities.every((p) => p >= 0) && Math.abs(sum - 1) < 1e-6) return;
  throw new ModelFormatError(
    `model file predicts the probabilities ${probabilities.join(', ')}, expected numbers that sum to 1`,
  );
}

function checkText(text: unknown): string {
  if (typeof text === 'string') return text;
  throw new ClassifierError('INVALID_TEXT', `text is of type ${typeof text}, expected a string`);
}

/** Creates a function that describes predictions. */
function createDescriber(
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
