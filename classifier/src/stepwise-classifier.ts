import {
  type Classified,
  type ClassifyOptions,
  createDescriber,
  type DetailedClassification,
  type SentenceClassification,
} from './classification.ts';
import { ClassifierError, ModelFormatError } from './errors.ts';
import { explainText } from './explain.ts';
import type { HashedWord } from './linear/ngrams.ts';
import type { Passage, PassageModel, Prediction, ReadingLimits, TokenForm } from './model.ts';
import type { DecodedModel } from './model-file.ts';
import { labelsOf, type ModelHeader } from './model-header.ts';
import type { Steps } from './steps.ts';
import { combineSentences, type TextReader } from './text/combine-sentences.ts';
import { createTokenFinder } from './text/find-tokens.ts';
import { createPolarityFinder } from './text/ngram-polarity.ts';
import { joinStretches } from './text/passage.ts';
import {
  joinSentences,
  MAX_SENTENCE_TOKENS,
  type PredictedSentence,
  predictInSteps,
  predictSentences,
  type Sentence,
  splitText,
  valenceOf,
} from './text/read-text.ts';
import { usualWord } from './text/usual-word.ts';

/** A loaded model that classifies in steps, whatever its kind. */
export interface StepwiseClassifier {
  /** The model's kind and the first 8 hex digits of the SHA-256 of its file, such as `linear-5d41402a`. */
  readonly name: string;
  /** The header of the model file: kind, labels, settings, provenance, measured accuracy. */
  readonly header: ModelHeader;
  /**
   * Classifies a text, with the options in one pass, in steps of a few milliseconds. A long text takes up to 50 ms and
   * its explanation up to 10 times that; between steps a server can answer other requests. Only the steps of a
   * transformer yield promises, to be awaited before the next step.
   * @throws ClassifierError with code `INVALID_TEXT`, at the first step, when `text` is not a string
   */
  classifyInSteps<const Options extends ClassifyOptions>(
    text: string,
    options?: Options,
  ): Steps<Classified<Options>>;
}

/** All that classifiers of every kind do, in steps. */
export interface ClassifierSteps extends StepwiseClassifier {
  /** Classifies each sentence of a text, in steps; see `Classifier.classifySentences`. */
  classifySentencesInSteps(text: string): Steps<SentenceClassification[]>;
  /** Checks in steps that the model predicts probabilities. @throws ModelFormatError when it does not */
  tryInSteps(): Steps<void>;
}

/** Creates a function that splits texts into sentences of the model's words. */
export function createSplitter<Word extends TokenForm>(
  model: PassageModel<Word>,
): (text: unknown) => Steps<Sentence<Word>[]> {
  const findTokens = createTokenFinder(({ normal, isWord }) =>
    model.toWord({ normal: isWord ? usualWord(normal, model.isKnown) : normal, isWord }),
  );
  return (text) => splitText(checkText(text), findTokens);
}

/** Creates a classifier with a model of any kind. */
export function createClassifierSteps<Word extends TokenForm & HashedWord>(
  model: PassageModel<Word>,
  decoded: DecodedModel,
  name: string,
): ClassifierSteps {
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
  return {
    name,
    header,
    *classifyInSteps<const Options extends ClassifyOptions>(text: string, options?: Options) {
      const sentences = yield* split(text);
      const alone = readsTexts && options?.sentences ? sentences : [];
      const unread = toUnits(sentences);
      if (model.readingLimits) yield* checkLength(model.readingLimits, [...unread, ...alone]);
      const units = yield* predictUnits(unread);
      const combination = combineSentences(units, textReader);
      const result: DetailedClassification = describe(combination.prediction);
      if (options?.explain) {
        const explained = labels.isScale ? valenceOf : (p: Float64Array) => p[result.label]!;
        const reading = { text, sentences, units, combination, readsTexts };
        Object.assign(result, yield* explainText(model, reading, readTogether, explained));
      }
      if (options?.sentences) {
        result.sentences = describeSentences(readsTexts ? yield* predictAlone(alone) : units);
      }
      return result as Classified<Options>;
    },
    *classifySentencesInSteps(text) {
      const sentences = yield* split(text);
      if (model.readingLimits) yield* checkLength(model.readingLimits, sentences);
      return describeSentences(yield* predictAlone(sentences));
    },
    *tryInSteps() {
      const tried = { words: TRIED.map(model.toWord), spelled: () => 'a good film' };
      checkAnswer((yield* predictInSteps(model, [tried]))[0]!);
    },
  };
}

/** @throws ClassifierError with code `TEXT_TOO_LONG` when a model would read too much */
function* checkLength(limits: ReadingLimits, passages: readonly Passage<TokenForm>[]): Steps<void> {
  const numPieces = yield* limits.countPieces(passages);
  if (numPieces <= limits.textPieces) return;
  throw new ClassifierError(
    'TEXT_TOO_LONG',
    `text takes ${numPieces} word pieces to read, expected at most ${limits.textPieces}`,
  );
}

/** The settings for combining sentences, if the model has learned them. */
function createTextReader({ header: { texts }, arrays }: DecodedModel): TextReader | undefined {
  return texts && { settings: texts, findPolarity: createPolarityFinder(arrays, texts.polarityNgrams) };
}

/** Stands for the empty text that remains when the only sentence is left out. */
const NO_SENTENCE: Sentence<never> = { start: 0, end: 0, places: () => [], ...joinStretches<never>([]) };

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
