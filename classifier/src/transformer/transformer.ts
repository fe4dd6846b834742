import { ModelFormatError } from '../errors.ts';
import { type HashedWord, toHashedWord } from '../linear/ngrams.ts';
import type { Passage, PassageModel, TokenForm } from '../model.ts';
import { readArrays } from '../model-arrays.ts';
import type { DecodedModel, ModelArrays } from '../model-file.ts';
import { checkSettings } from '../model-header.ts';
import { type Steps, settle } from '../steps.ts';
import { average } from '../text/read-text.ts';
import { createEncoder, tryEncoder } from './encoder.ts';
import { mapAtOnce } from './map-at-once.ts';
import type { CreateSession } from './session.ts';
import { createPieceTokenizer, type Pieces } from './tokenizer.ts';
import { cutIntoWindows } from './windows.ts';

const SETTING_RANGES = {
  /** The most pieces that the encoder reads at once, special ones included. */
  maxPieces: { min: 16, max: 512, step: 1 },
  /** The calibration: the logits are divided by it. */
  temperature: { min: 0.01, max: 100 },
  /** The most pieces that are read to classify a text, and to explain it; see `FEWEST_PIECES`. */
  textPieces: { min: 1, max: 1e9, step: 1 },
  explanationPieces: { min: 0, max: 1e9, step: 1 },
};

/** A passage counts as at least so many pieces, since reading it has a fixed cost. */
const FEWEST_PIECES = 16;

/** A word of a transformer. `isKnown` tells whether it is a single piece of the tokenizer's vocabulary. */
interface TransformerWord extends TokenForm, HashedWord {
  isKnown: boolean;
}

/** A transformer whose session is open. */
export interface OpenTransformer {
  model: PassageModel<TransformerWord>;
  /** Ends the session. */
  close(): Promise<void>;
}

/**
 * Opens a transformer: an encoder with a classification head, which a session runs, and its tokenizer. What is longer
 * than the encoder reads at once is read in windows; the prediction is their mean, weighted by their numbers of pieces.
 * @throws ModelFormatError, by rejecting, when settings or arrays are not those of a transformer, or the encoder fails
 */
export async function openTransformer(
  { header, arrays }: DecodedModel,
  createSession: CreateSession,
): Promise<OpenTransformer> {
  const { maxPieces, temperature, ...limits } = checkSettings(
    'transformer model',
    header.settings,
    SETTING_RANGES,
  );
  const files = readArrays(arrays, { onnx: Uint8Array, tokenizer: Uint8Array });
  const outputs = readOutputs(arrays, header.labels.length);
  for (const [name, { length }] of Object.entries(files)) {
    if (length > 0) continue;
    throw new ModelFormatError(`transformer model has no bytes in array ${name}, expected those of its file`);
  }
  const tokenizer = await createPieceTokenizer(files.tokenizer);
  const { prefix, suffix, findPieces, isPiece } = tokenizer;
  const numSpecial = prefix.length + suffix.length;
  const session = await createSession(files.onnx);
  const readWindow = createEncoder(session, tokenizer, { outputs, temperature });
  try {
    await tryEncoder(readWindow, tokenizer);
  } catch (error) {
    await session.close();
    throw error;
  }

  /** The pieces of passages by their words, since a passage is first counted and then read. */
  const known = new WeakMap<readonly TokenForm[], Pieces[]>();
  function* piecesOf({ words, spelled }: Passage<TokenForm>): Steps<Pieces[]> {
    const pieces = known.get(words) ?? (yield* findPieces(spelled()));
    known.set(words, pieces);
    return pieces;
  }

  const model: PassageModel<TransformerWord> = {
    maxTokens: Number.POSITIVE_INFINITY,
    isKnown: isPiece,
    toWord: ({ normal, isWord }) => ({
      ...toHashedWord(normal),
      isWord,
      isKnown: isWord && isPiece(normal),
    }),
    *predict(passages) {
      const windows: number[][] = [];
      const ends: number[] = [];
      for (const passage of passages) {
        windows.push(...cutIntoWindows(yield* piecesOf(passage), maxPieces - numSpecial));
        ends.push(windows.length);
      }
      const read = yield* settle(mapAtOnce(windows, session.numAtOnce ?? 1, readWindow));
      const parts = windows.map(({ length }, i) => ({
        prediction: { probabilities: read[i]!, numWords: length, numKnownWords: 0 },
      }));
      return passages.map(({ words }, i) => ({
        ...average(parts.slice(ends[i - 1] ?? 0, ends[i])),
        numWords: words.filter(({ isWord }) => isWord).length,
        numKnownWords: words.filter(({ isKnown }) => isKnown).length,
      }));
    },
    readingLimits: {
      ...limits,
      *countPieces(passages) {
        let numPieces = 0;
        for (const passage of passages) {
          const ofRuns = (yield* piecesOf(passage)).map(({ length }) => length);
          numPieces += Math.max(
            FEWEST_PIECES,
            ofRuns.reduce((sum, length) => sum + length, numSpecial),
          );
        }
        return numPieces;
      },
    },
  };
  return { model, close: () => session.close() };
}

/** Reads the place of each class among the logits; without such an array the two are in the same order. */
function readOutputs(arrays: ModelArrays, numClasses: number): number[] {
  const { outputs } = readArrays(arrays, { outputs: Uint8Array });
  const places = Array.from({ length: numClasses }, (_, k) => k);
  if (outputs.length === 0) return places;
  const isRight = outputs.length === numClasses && places.every((place) => outputs.includes(place));
  if (isRight) return [...outputs];
  throw new ModelFormatError(
    `transformer model has the outputs ${outputs.slice(0, 20).join(', ')}, expected each place from 0 to ${numClasses - 1} once`,
  );
}
