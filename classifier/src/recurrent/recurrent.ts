import { ModelFormatError } from '../errors.ts';
import { createLinearModel } from '../linear/linear.ts';
import type { Model, Prediction } from '../model.ts';
import type { DecodedModel, ModelArrays } from '../model-file.ts';
import { NUM_CLASSES } from '../sentiments.ts';
import { rememberWords } from '../text/remember-words.ts';
import type { Token } from '../text/tokenize.ts';
import { NUM_POOL_WEIGHTS, poolOpinions } from './blend.ts';
import { layOut, type RecurrentSizes } from './layout.ts';
import { createNetworkReader } from './network-reader.ts';
import { findWord, type WordVectors } from './word-vectors.ts';

/** The arrays of a recurrent model; those of its linear part stand beside them with `NGRAM_PREFIX`. */
export interface RecurrentArrays extends WordVectors {
  /** Shape [length of the layout]. */
  network: Float32Array;
  /** Shape [NUM_POOL_WEIGHTS]. */
  pool: Float32Array;
}

/** Begins the names of the arrays of the linear model inside a recurrent one. */
export const NGRAM_PREFIX = 'ngrams.';

/**
 * A bidirectional recurrent network on word vectors, its opinion pooled with that of a linear model on n-grams:
 * see `createForwardPass`, `createLinearModel` and `poolOpinions`.
 * @throws ModelFormatError when the arrays are not those of a recurrent model
 */
export function createRecurrentModel({ header, arrays }: DecodedModel): Model {
  const sizes: RecurrentSizes = {
    numDimensions: header.settings.numDimensions!,
    numHidden: header.settings.numHidden!,
  };
  const parameters = checkArrays(arrays, sizes, header.settings.numPieces);
  const linear = createLinearModel({ header, arrays: linearArrays(arrays) });
  const network = createNetworkReader(parameters, sizes);
  const isKnown = rememberWords((word) => findWord(parameters, word) >= 0);

  const predictMany = (texts: readonly (readonly Token[])[]): Prediction[] => {
    const opinions = linear.predictMany(texts);
    const probabilities = network(texts);
    return texts.map((tokens, i) => {
      const pooled = new Float64Array(NUM_CLASSES);
      const { probabilities: opinion, numWords } = opinions[i]!;
      poolOpinions(probabilities[i]!, opinion, tokens.length, parameters.pool, pooled);
      let numKnownWords = 0;
      for (const { normal, isWord } of tokens) if (isWord && isKnown(normal)) numKnownWords++;
      return { probabilities: pooled, numWords, numKnownWords };
    });
  };
  return { kind: 'recurrent', predict: (tokens) => predictMany([tokens])[0]!, predictMany };
}

function linearArrays(arrays: ModelArrays): ModelArrays {
  const named = Object.entries(arrays).filter(([name]) => name.startsWith(NGRAM_PREFIX));
  return Object.fromEntries(named.map(([name, array]) => [name.slice(NGRAM_PREFIX.length), array]));
}

function checkArrays(
  arrays: ModelArrays,
  sizes: RecurrentSizes,
  numPieces: number | undefined,
): RecurrentArrays {
  const { hashes, rangeStarts, vectors, scales, pieces, pieceScale, network, pool } =
    arrays as unknown as RecurrentArrays;
  const { numDimensions, numHidden } = sizes;
  const found = [hashes, rangeStarts, vectors, scales, pieces, pieceScale, network, pool].map(
    (array) => array?.length ?? 0,
  );
  const numWords = found[0]!;
  const expected = [
    numWords,
    found[1]!,
    numWords * numDimensions,
    numWords,
    (numPieces ?? 0) * numDimensions,
    1,
    layOut(sizes).length,
    NUM_POOL_WEIGHTS,
  ];
  const isComplete =
    numDimensions % 4 === 0 &&
    numHidden % 4 === 0 &&
    numPieces !== undefined &&
    numPieces > 0 &&
    Number.isInteger(Math.log2(found[1]! - 1)) &&
    rangeStarts.at(-1) === numWords &&
    found.every((length, i) => length === expected[i]);
  if (isComplete) return arrays as unknown as RecurrentArrays;
  throw new ModelFormatError(
    `recurrent model of ${numDimensions} dimensions and ${numHidden} hidden numbers has arrays of lengths ${found.join(', ')}, expected ${expected.join(', ')}`,
  );
}
