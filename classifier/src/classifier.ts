import { ClassifierError, ModelFormatError } from './errors.ts';
import { checkLength, explainSentences, type TokenWeight } from './explain.ts';
import type { LabelSet } from './label-set.ts';
import { createLinearModel, readFeatureSettings } from './linear/linear.ts';
import { linearPart } from './linear/linear-arrays.ts';
import type { Model, Prediction, TokenForm } from './model.ts';
import { decodeModel, type ModelHeader, toBytes } from './model-file.ts';
import { labelsOf } from './model-header.ts';
import { createRecurrentModel } from './recurrent/recurrent.ts';
import { bytesToHex, sha256 } from './sha256.ts';
import { finish, type Steps } from './steps.ts';
import { combineSentences } from './text/combine-sentences.ts';
import { createTokenFinder } from './text/find-tokens.ts';
import {
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

/** A classification and what each token did to it. */
export interface Explanation extends Classification {
  explanation: TokenWeight[];
}

/** What `classifyInSteps` is asked for beside the classification. */
export interface ClassifyOptions {
  /** What each token did to the result. */
  explain?: boolean | undefined;
  /** The same result for each sentence. */
  sentences?: boolean | undefined;
}

/** A classification with what was asked for beside it. */
export interface DetailedClassification extends Classification {
  explanation?: TokenWeight[];
  sentences?: SentenceClassification[];
}

/** A classification with what these options ask for: what is asked for by a literal `true` is there. */
export type Classified<Options extends ClassifyOptions> = DetailedClassification &
  (Options extends { readonly explain: true }
    ? Pick<Required<DetailedClassification>, 'explanation'>
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
   * The sentiment of one text. The model reads a sentence at a time; several are combined as it has learned from whole
   * texts, or where it has not, to their mean, each counting by its number of words.
   * @throws ClassifierError with code `INVALID_TEXT` when `text` is not a string
   */
  classify(text: string): Classification;
  /**
   * The sentiment of each sentence of a text, none for white space alone.
   * @throws ClassifierError with code `INVALID_TEXT` when `text` is not a string
   */
  classifySentences(text: string): SentenceClassification[];
  /**
   * The sentiment of a text, and for each token how much the text's valence falls when it is left out of its sentence;
   * where the classes are no scale, how much the probability of the text's class falls.
   * @throws ClassifierError with code `INVALID_TEXT` when `text` is not a string, and `TOO_MANY_TOKENS` above
   *   `EXPLANATION_LIMITS`
   */
  explain(text: string): Explanation;
  /**
   * Checks, in steps, that `explain` can take a text, at a tenth of its time or less.
   * @throws ClassifierError as `explain` does, at some step
   */
  checkExplainable(text: string): Steps<void>;
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
  const { header } = decoded;
  const name = `${header.kind}-${bytesToHex(sha256(toBytes(bytes))).slice(0, 8)}`;
  switch (header.kind) {
    case 'recurrent':
      return createClassifier(createRecurrentModel(decoded), header, name);
    case 'linear':
      return createClassifier(
        createLinearModel(readFeatureSettings(header.settings), linearPart(decoded)),
        header,
        name,
      );
  }
}

function createClassifier<Word extends TokenForm>(
  model: Model<Word>,
  header: ModelHeader,
  name: string,
): Classifier {
  const labels = labelsOf(header);
  const findTokens = createTokenFinder(({ normal, isWord }) =>
    model.toWord({ normal: isWord ? shorten(normal, model.isKnown) : normal, isWord }),
  );
  const split = (text: unknown): Steps<Sentence<Word>[]> => splitText(checkText(text), findTokens);
  function* read(text: unknown): Steps<PredictedSentence<Word>[]> {
    return yield* predictSentences(model, yield* split(text));
  }
  const describeSentences = (sentences: PredictedSentence<Word>[]): SentenceClassification[] =>
    sentences
      .filter((sentence) => sentence.end > sentence.start)
      .map(({ start, end, prediction }) => ({ ...describe(prediction, labels, name), start, end }));
  function* classifyInSteps<const Options extends ClassifyOptions>(
    text: string,
    options?: Options,
  ): Steps<Classified<Options>> {
    const sentences = yield* read(text);
    const combination = combineSentences(sentences, header.texts);
    const result: DetailedClassification = describe(combination.prediction, labels, name);
    if (options?.explain) {
      const explained = labels.isScale ? valenceOf : (p: Float64Array) => p[result.label]!;
      result.explanation = yield* explainSentences(text, model, sentences, combination, explained);
    }
    if (options?.sentences) result.sentences = describeSentences(sentences);
    return result as Classified<Options>;
  }
  checkAnswer(model.predict([TRIED.map(model.toWord)])[0]!);
  return {
    name,
    header,
    classify: (text) => finish(classifyInSteps(text)),
    classifySentences: (text) => describeSentences(finish(read(text))),
    explain: (text) => finish(classifyInSteps(text, { explain: true })),
    *checkExplainable(text) {
      checkLength(yield* split(text));
    },
    classifyInSteps,
  };
}

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
