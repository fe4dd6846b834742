import { ModelFormatError } from '../errors.ts';
import { softmax } from '../probabilities.ts';
import type { EncoderSession } from './session.ts';
import type { Pieces, PieceTokenizer } from './tokenizer.ts';

/** Reads the pieces of one window: class probabilities, shape [numClasses]. */
export type ReadWindow = (pieces: Pieces) => Promise<Float64Array>;

/** How logits become class probabilities. */
export interface Head {
  /** Shape [numClasses]: the place of each class among the logits. */
  outputs: readonly number[];
  /** The logits are divided by it. */
  temperature: number;
}

/**
 * Creates a function that reads a window with an encoder:  p = softmax(logits / temperature).
 * @throws ModelFormatError, by rejecting, when the session does not return a finite logit for each class
 */
export function createEncoder(
  session: EncoderSession,
  { prefix, suffix }: PieceTokenizer,
  { outputs, temperature }: Head,
): ReadWindow {
  return async (pieces) => {
    const logits = await session.run(Int32Array.from([...prefix, ...pieces, ...suffix]));
    if (logits.length !== outputs.length || !logits.every(Number.isFinite)) {
      throw new ModelFormatError(
        `model file has an encoder with the logits ${logits.join(', ')}, expected ${outputs.length} finite numbers`,
      );
    }
    const probabilities = Float64Array.from(outputs, (place) => logits[place]! / temperature);
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
