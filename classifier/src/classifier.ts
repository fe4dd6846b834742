import type { Classification, Explanation, SentenceClassification } from './classification.ts';
import { ModelFormatError } from './errors.ts';
import { createLinearModel, readFeatureSettings } from './linear/linear.ts';
import { linearPart } from './linear/linear-arrays.ts';
import type { HashedWord } from './linear/ngrams.ts';
import { type PassageModel, readWords, type TokenForm } from './model.ts';
import { type DecodedModel, decodeModel, toBytes } from './model-file.ts';
import type { SmallModelHeader } from './model-header.ts';
import { createRecurrentModel } from './recurrent/recurrent.ts';
import { bytesToHex, sha256 } from './sha256.ts';
import { finish, type Steps } from './steps.ts';
import {
  type ClassifierSteps,
  createClassifierSteps,
  createSplitter,
  type StepwiseClassifier,
} from './stepwise-classifier.ts';
import { numberDistinct } from './text/combine-sentences.ts';
import { MAX_SENTENCE_TOKENS, predictSentences } from './text/read-text.ts';

/** A loaded model, ready to classify. */
export interface Classifier extends StepwiseClassifier {
  readonly header: SmallModelHeader;
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
}

/**
 * Creates a classifier from the bytes of a model file. The bytes must not change afterwards.
 * @throws ModelFormatError when the bytes are not a model file that this version can read, or that of a transformer,
 *   which `openClassifier` opens
 */
export function loadClassifier(bytes: Uint8Array | ArrayBuffer): Classifier {
  const decoded = decodeModel(bytes);
  const name = nameModel(decoded, bytes);
  const { classifySentencesInSteps, tryInSteps, ...shared } = loadSteps(decoded, name);
  finish(tryInSteps());
  return {
    ...shared,
    header: shared.header as SmallModelHeader, // checked by decodeModel
    classify: (text) => finish(shared.classifyInSteps(text)),
    classifySentences: (text) => finish(classifySentencesInSteps(text)),
    explain: (text) => finish(shared.classifyInSteps(text, { explain: true })),
  };
}

/** The name of a model: its kind and the first 8 hex digits of the SHA-256 of its file. */
export function nameModel({ header }: DecodedModel, bytes: Uint8Array | ArrayBuffer): string {
  return `${header.kind}-${bytesToHex(sha256(toBytes(bytes))).slice(0, 8)}`;
}

/**
 * Creates the steps of a classifier with a small model.
 * @throws ModelFormatError when settings or arrays are not those of its kind, or it is a transformer
 */
export function loadSteps(decoded: DecodedModel, name: string): ClassifierSteps {
  return withSmallModel(decoded, (model) => createClassifierSteps(model, decoded, name));
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
 * @throws ModelFormatError when the bytes are not a model file that this version can read, or that of a transformer
 */
export function loadSentenceReader(bytes: Uint8Array): (text: string) => SentenceReading[] {
  return withSmallModel(decodeModel(bytes), (model) => {
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

function withSmallModel<Result>(
  decoded: DecodedModel,
  use: <Word extends TokenForm & HashedWord>(model: PassageModel<Word>) => Result,
): Result {
  const { kind, settings } = decoded.header;
  switch (kind) {
    case 'recurrent':
      return use(readWords(createRecurrentModel(decoded)));
    case 'linear':
      return use(readWords(createLinearModel(readFeatureSettings(settings), linearPart(decoded))));
    case 'transformer':
      throw new ModelFormatError(
        'model file is of kind transformer, expected recurrent or linear: openClassifier(bytes, { createSession }) opens it',
      );
  }
}
