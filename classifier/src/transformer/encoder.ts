import { ModelFormatError } from '../errors.ts';
import { softmax } from '../probabilities.ts';
import type { EncoderSession } from './session.ts';
import type { Pieces, PieceTokenizer } from './tokenizer.ts';

/** Reads the pieces of one window: class probabilities, shape [numClasses]. */
export type ReadWindow = (pieces: Pieces) => Promise<Float64Array>;

/**
 * Creates a function that reads a window with an encoder:  p = softmax(logits / temperature).
 * @throws ModelFormatError, by rejecting, when the session does not return a finite logit for each class
 */
export function createEncoder(
  session: EncoderSession,
  { prefix, suffix }: PieceTokenizer,
  numClasses: number,
  temperature: number,
): ReadWindow {
  return async (pieces) => {
    const logits = await session.run(Int32Array.from([...prefix, ...pieces, ...suffix]));
    if (logits.length !== numClasses || !logits.every(Number.isFinite)) {
      throw new ModelFormatError(
        `model file has an encoder with the logits ${logits.join(', ')}, expected ${numClasses} finite numbers`,
      );
    }
    const probabilities = Float64Array.from(logits, (logit) => logit / temperature);
    softmax(probabilities);
    return probabilities;
  };
}

/**
 * Tries an encoder with the largest id of the vocabulary.
 * @throws ModelFormatError, by rejecting, when it fails
 */
export async function tryEncoder(read: ReadWindow, { largestId }: PieceTokenizer): Promise<void> {
  try {
    await read([largestId]);
  } catch (cause) {
    if (cause instanceof ModelFormatError) throw cause;
    const reason = String(cause instanceof Error ? cause.message : cause).split('\n', 1)[0];
    throw new ModelFormatError(`model file has an encoder that fails (${reason}), expected logits`, {
      cause,
    });
  }
}
