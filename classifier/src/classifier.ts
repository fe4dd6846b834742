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

/** What a text was found to feel like. Numbers are rounded to 6 decimals. */
export interface Classification {
  /** The name of the label, such as `somewhat negative`. */
  sentiment: string;
  /** The class of highest probability: its place among the model's labels, from 0. */
  label: number;
  /** The probability of that class, 0..1. */
  confidence: number;
  /** Every class's probability by its name; they sum to 1. */
  probabilities: Record<string, number>;
  /** The expected label, Σ p_k·k, in 0..classes − 1: one number to sort or average by. Of a scale alone. */
  valence?: number;
  /** The share of the text's words that the model knows, 0..1; 0 for a text without a word. */
  coverage: number;
  /** The model's kind and the first 8 hex digits of the SHA-256 of its file. */
  model: string;
}

/** What one sentence of a text feels like, and its place in the text. */
export interface SentenceClassification extends Classification, Span {}

/** A classification and what each token, and each sentence, did to it. */
export interface Explanation extends Classification, TextWeights {}

/** What `classifyInSteps` is asked for beside the classification. */
export interface ClassifyOptions {
  /** What each token, and each sentence, did to the result. */
  explain?: boolean | undefined;
  /** The same result for each sentence. */
  sentences?: boolean | undefined;
}

/** A classification with what was asked for beside it. */
export interface DetailedClassification extends Classification, Partial<TextWeights> {
  sentences?: SentenceClassification[];
}

/** A classification with what these options ask for: what is asked for by a literal `true` is there. */
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
  /** What the model file says of itself: kind, labels, settings, provenance, measured accuracy. */
  readonly header: ModelHeader;
  /**
   * The sentiment of one text. A model that reads a sentence at a time combines several as it has learned from whole
   * texts, or where it has not, to their mean, each counting by its number of words; others read the text as one.
   * @throws ClassifierError with code `INVALID_TEXT` when `text` is not a string
   */
  classify(text: string): Classification;
  /**
   * The sentiment of each sentence of a text, none for white space alone.
   * @throws ClassifierError with code `INVALID_TEXT` when `text` is not a string
   */
  classifySentences(text: string): SentenceClassification[];
  /**
   * The sentiment of a text, and how much the text's valence falls when each sentence is left out, and each token of its
   * sentence; where the classes are no scale, how much the probability of the text's class falls. Above
   * `EXPLANATION_LIMITS` tokens are left out, and `explanationOmitted` says so.
   * @throws ClassifierError with code `INVALID_TEXT` when `text` is not a string
   */
  explain(text: string): Explanation;
  /**
   * The same results, all from one reading of the text, in steps of some milliseconds each: a long text takes up to
   * 50 ms, its explanation up to 10 times that, and a server must answer others meanwhile.
   * @throws ClassifierError as `classify` and `explain` do, at some step
   */
  classifyInSteps<const Options extends ClassifyOptions>(
    text: string,
    options?: Options,
  ): Steps<Classified<Options>>;
}

/**
 * A classifier from the bytes of a model file, which must not change afterwards. Nothing is trained or built.
 * @throws ModelFormatError when the bytes are no model file that this version reads
 */
export function loadClassifier(bytes: Uint8Array | ArrayBuffer): Classifier {
  const decoded = decodeModel(bytes);
  const name = `${decoded.header.kind}-${bytesToHex(sha256(toBytes(bytes))).slice(0, 8)}`;
  return withModel(decoded, (model) => createClassifier(model, decoded, name));
}

/** A sentence of a text by its tokens' normal forms, and its class probabilities. */
export interface SentenceReading {
  words: string[];
  probabilities: Float64Array;
}

/**
 * Reads the distinct sentences of texts one by one, each as if it stood alone: what is learned from whole texts is
 * learned from that. Sentences without a token are left out.
 * @param bytes of a model file
 * @throws ModelFormatError as `loadClassifier` does
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

/** Splits texts into sentences, by what a model knows of their words. */
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
  const textReader = createTextReader(decoded);
  const split = createSplitter(model);
  /** What the model reads at a time. */
  const toUnits = (sentences: readonly Sentence<Word>[]): readonly Sentence<Word>[] =>
    readsTexts ? [joinSentences(sentences)] : sentences;
  const predictAlone = (sentences: readonly Sentence<Word>[]): Steps<PredictedSentence<Word>[]> =>
    predictSentences(model, sentences, MAX_SENTENCE_TOKENS);
  const predictUnits = (units: readonly Sentence<Word>[]): Steps<PredictedSentence<Word>[]> =>
    readsTexts ? predictSentences(model, units, model.maxTokens) : predictAlone(units);
  const describeSentences = (sentences: PredictedSentence<Word>[]): SentenceClassification[] =>
    sentences
      .filter((sentence) => sentence.end > sentence.start)
      .map(({ start, end, prediction }) => ({ ...describe(prediction, labels, name), start, end }));
  /** What the model says of sentences as one text that it reads at once. */
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
    const result: DetailedClassification = describe(combination.prediction, labels, name);
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

/** How the model of a file combines sentences, if it has learned it. */
function createTextReader({ header: { texts }, arrays }: DecodedModel): TextReader | undefined {
  return texts && { settings: texts, findPolarity: createPolarityFinder(arrays, texts.polarityNgrams) };
}

/** What is left of a text of one sentence without it. */
const NO_SENTENCE: Sentence<never> = { start: 0, end: 0, words: [], places: () => [] };

/** The words of a text that is tried as a model is loaded; their tokens are at hand, to take no time of the start. */
const TRIED = ['a', 'good', 'film'].map((normal) => ({ normal, isWord: true }));

/** What a model says of a text must be probabilities, which no check of its arrays alone could tell. */
function checkAnswer({ probabilities }: Prediction): void {
  const sum = probabilities.reduce((sum, p) => sum + p, 0);
  if (probabilities.every((p) => p >= 0) && Math.abs(sum - 1) < 1e-6) return;
  throw new ModelFormatError(
    `model file gives a text the probabilities ${probabilities.join(', ')}, expected numbers of sum 1`,
  );
}

function checkText(text: unknown): string {
  if (typeof text === 'string') return text;
  throw new ClassifierError('INVALID_TEXT', `text is of type ${typeof text}, expected a string`);
}

function describe(
  { probabilities, numWords, numKnownWords }: Prediction,
  { names, isScale }: LabelSet,
  model: string,
): Classification {
  const label = probabilities.indexOf(Math.max(...probabilities));
  const rounded = Array.from(probabilities, round);
  // What rounding took or gave goes to the largest, so that the numbers sent still sum to 1.
  rounded[label] = round(1 - rounded.reduce((sum, p, k) => (k === label ? sum : sum + p), 0));
  return {
    sentiment: names[label]!,
    label,
    confidence: rounded[label]!,
    probabilities: Object.fromEntries(names.map((name, k) => [name, rounded[k]!])),
    ...(isScale && { valence: round(valenceOf(probabilities)) }),
    coverage: numWords === 0 ? 0 : round(numKnownWords / numWords),
    model,
  };
}
