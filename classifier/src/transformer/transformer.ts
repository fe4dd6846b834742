import { ModelFormatError } from '../errors.ts';
import { type HashedWord, toHashedWord } from '../linear/ngrams.ts';
import type { PassageModel, TokenForm } from '../model.ts';
import { readArrays } from '../model-arrays.ts';
import type { DecodedModel } from '../model-file.ts';
import { checkSettings } from '../model-header.ts';
import { softmax } from '../probabilities.ts';
import { settle } from '../steps.ts';
import { average } from '../text/read-text.ts';
import type { CreateSession, EncoderSession } from './session.ts';
import { createPieceTokenizer, type Pieces } from './tokenizer.ts';
import { cutIntoWindows } from './windows.ts';

const SETTING_RANGES = {
  /** The most pieces that the encoder reads at once, special ones included. */
  maxPieces: { min: 16, max: 512, step: 1 },
  /** The calibration: the logits are divided by it. */
  temperature: { min: 0.01, max: 100 },
  /** The most pieces that an explanation may read in all. */
  explanationPieces: { min: 0, max: 1e9, step: 1 },
};

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
 * Opens a transformer: an encoder with a classification head, which a session runs, and its tokenizer. A text that is
 * longer than the encoder reads at once is read in windows; its prediction is their mean, weighted by their lengths:
 *
 *     p = Σ_windows share(window) · softmax(logits(window) / temperature)
 *
 * @throws ModelFormatError, by rejecting, when settings or arrays are not those of a transformer, or the encoder fails
 */
export async function openTransformer(
  { header, arrays }: DecodedModel,
  createSession: CreateSession,
): Promise<OpenTransformer> {
  const { maxPieces, temperature, explanationPieces } = checkSettings(
    'transformer model',
    header.settings,
    SETTING_RANGES,
  );
  const { onnx, tokenizer: json } = readArrays(arrays, { onnx: Uint8Array, tokenizer: Uint8Array });
  const tokenizer = await createPieceTokenizer(json);
  const { prefix, suffix, findPieces, isPiece } = tokenizer;
  const session = await createSession(onnx);
  const numClasses = header.labels.length;

  async function readWindow(pieces: Pieces): Promise<Float64Array> {
    const logits = Float64Array.from(await session.run(Int32Array.from([...prefix, ...pieces, ...suffix])));
    if (logits.length !== numClasses || !logits.every(Number.isFinite)) {
      throw new ModelFormatError(
        `model file has an encoder with the logits ${logits.join(', ')}, expected ${numClasses} finite numbers`,
      );
    }
    for (let k = 0; k < numClasses; k++) logits[k]! /= temperature;
    softmax(logits);
    return logits;
  }

  await tryEncoder(session, () => readWindow([tokenizer.largestId]));
  return {
    model: {
      maxTokens: Number.POSITIVE_INFINITY,
      isKnown: isPiece,
      toWord: ({ normal, isWord }) => ({
        ...toHashedWord(normal),
        isWord,
        isKnown: isWord && isPiece(normal),
      }),
      *predict(passages) {
        const windows: number[][][] = [];
        for (const passage of passages) {
          const runs = yield* findPieces(passage.spelled());
          windows.push(cutIntoWindows(runs, maxPieces - prefix.length - suffix.length));
        }
        const readings = windows.map((ofPassage) => Promise.all(ofPassage.map(readWindow)));
        const probabilities = yield* settle(Promise.all(readings));
        return passages.map(({ words }, i) => ({
          probabilities: averageWindows(windows[i]!, probabilities[i]!),
          numWords: words.filter(({ isWord }) => isWord).length,
          numKnownWords: words.filter(({ isKnown }) => isKnown).length,
        }));
      },
      readingLimit: {
        pieces: explanationPieces,
        *countPieces(passage) {
          const runs = yield* findPieces(passage.spelled());
          return runs.reduce((sum, { length }) => sum + length, prefix.length + suffix.length);
        },
      },
    },
    close: () => session.close(),
  };
}

/** The mean of the windows' probabilities, weighted by their numbers of pieces. */
function averageWindows(windows: readonly Pieces[], probabilities: readonly Float64Array[]): Float64Array {
  return average(
    windows.map(({ length }, i) => ({
      prediction: { probabilities: probabilities[i]!, numWords: length, numKnownWords: 0 },
    })),
  ).probabilities;
}

/** Tries an encoder with the largest id of the vocabulary, and closes the session if it fails. */
async function tryEncoder(session: EncoderSession, read: () => Promise<unknown>): Promise<void> {
  try {
    await read();
  } catch (cause) {
    await session.close();
    if (cause instanceof ModelFormatError) throw cause;
    const reason = String(cause instanceof Error ? cause.message : cause).split('\n', 1)[0];
    throw new ModelFormatError(`model file has an encoder that fails (${reason}), expected logits`, {
      cause,
    });
  }
}
