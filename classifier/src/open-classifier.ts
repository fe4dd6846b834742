import type { Classification, Explanation, SentenceClassification } from './classification.ts';
import { loadSteps, nameModel } from './classifier.ts';
import { ClassifierError } from './errors.ts';
import { decodeModel } from './model-file.ts';
import { finishAsync, type Steps } from './steps.ts';
import { createClassifierSteps, type StepwiseClassifier } from './stepwise-classifier.ts';
import type { CreateSession } from './transformer/session.ts';
import { openTransformer } from './transformer/transformer.ts';

/** An opened model of any kind: what `Classifier` does, as promises. */
export interface OpenClassifier extends StepwiseClassifier {
  /** Classifies one text; see `Classifier`. */
  classify(text: string): Promise<Classification>;
  /** Classifies each sentence of a text; see `Classifier`. */
  classifySentences(text: string): Promise<SentenceClassification[]>;
  /** Classifies a text and weighs its parts; see `Classifier`. */
  explain(text: string): Promise<Explanation>;
  /**
   * Ends the session of a transformer, after the texts that are being read. Later calls reject with a `ClassifierError`
   * with code `CLOSED`.
   */
  close(): Promise<void>;
}

/** The engine that runs transformers. */
export interface Engine {
  /** Creates a session with the encoder of a transformer; never called for other kinds. */
  createSession: CreateSession;
}

/**
 * Opens a model file of any kind, with the same results as `loadClassifier` for the kinds that it loads. The bytes must
 * not change afterwards.
 * @throws ModelFormatError, by rejecting, when the bytes are not a model file that this version can read
 */
export async function openClassifier(
  bytes: Uint8Array | ArrayBuffer,
  { createSession }: Engine,
): Promise<OpenClassifier> {
  const decoded = decodeModel(bytes);
  const name = nameModel(decoded, bytes);
  const transformer =
    decoded.header.kind === 'transformer' ? await openTransformer(decoded, createSession) : undefined;
  const { classifyInSteps, classifySentencesInSteps, tryInSteps, header } = transformer
    ? createClassifierSteps(transformer.model, decoded, name)
    : loadSteps(decoded, name);
  try {
    await finishAsync(tryInSteps());
  } catch (error) {
    await transformer?.close();
    throw error;
  }
  let isClosed = false;
  function* whileOpen<Result>(steps: Steps<Result>): Steps<Result> {
    if (isClosed) throw new ClassifierError('CLOSED', `${name} is closed, expected no text after close()`);
    return yield* steps;
  }
  return {
    name,
    header,
    classifyInSteps: (text, options) => whileOpen(classifyInSteps(text, options)),
    classify: (text) => finishAsync(whileOpen(classifyInSteps(text))),
    classifySentences: (text) => finishAsync(whileOpen(classifySentencesInSteps(text))),
    explain: (text) => finishAsync(whileOpen(classifyInSteps(text, { explain: true }))),
    async close() {
      if (isClosed) return;
      isClosed = true;
      await transformer?.close();
    },
  };
}
