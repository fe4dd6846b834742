import { checkFeatureTable } from '../linear/feature-table.ts';
import { createLinearModel, readFeatureSettings } from '../linear/linear.ts';
import { linearPart } from '../linear/linear-arrays.ts';
import type { Model } from '../model.ts';
import { checkArrays, readArrays } from '../model-arrays.ts';
import type { DecodedModel, ModelArrays } from '../model-file.ts';
import { checkSettings } from '../model-header.ts';
import { NUM_CLASSES } from '../sentiments.ts';
import { rememberWords } from '../text/remember-words.ts';
import { blendOpinions, NUM_BLEND_WEIGHTS } from './blend.ts';
import { layOut, type RecurrentSizes } from './layout.ts';
import { createNetworkReader } from './network-reader.ts';
import type { WordParameters } from './word-shares.ts';
import { findWord } from './word-vectors.ts';

/** The arrays of a recurrent model; those of its linear part stand beside them with `NGRAM_PREFIX`. */
export interface RecurrentArrays extends WordParameters {
  /** Shape [NUM_BLEND_WEIGHTS]: the weights of the blend. */
  pool: Float32Array;
}

const SIZE_RANGES = {
  numDimensions: { min: 4, max: 4096, step: 4 },
  numHidden: { min: 4, max: 4096, step: 4 },
  numPieces: { min: 1, max: 2 ** 24, step: 1 },
};

/**
 * A bidirectional recurrent network on word vectors, its opinion blended with that of a linear model on n-grams:
 * see `forward.ts`, `createLinearModel` and `blendOpinions`.
 * @throws ModelFormatError when the arrays are not those of a recurrent model
 */
export function createRecurrentModel(decoded: DecodedModel): Model {
  const { settings } = decoded.header;
  const { numPieces, ...sizes } = checkSettings('recurrent model', settings, SIZE_RANGES);
  const parameters = readRecurrentArrays(decoded.arrays, sizes, numPieces);
  const linear = createLinearModel(readFeatureSettings(settings), linearPart(decoded));
  const network = createNetworkReader(parameters, sizes);
  const isKnown = rememberWords((word) => findWord(parameters, word) >= 0);

  return {
    isKnown,
    predict(texts) {
      const opinions = linear.predict(texts);
      const probabilities = network(texts);
      return texts.map((tokens, i) => {
        const blended = new Float64Array(NUM_CLASSES);
        const { probabilities: opinion, numWords } = opinions[i]!;
        blendOpinions(probabilities[i]!, opinion, tokens.length, parameters.pool, blended);
        let numKnownWords = 0;
        for (const { normal, isWord } of tokens) if (isWord && isKnown(normal)) numKnownWords++;
        return { probabilities: blended, numWords, numKnownWords };
      });
    },
  };
}

function readRecurrentArrays(arrays: ModelArrays, sizes: RecurrentSizes, numPieces: number): RecurrentArrays {
  const { numDimensions, numHidden } = sizes;
  const found = readArrays(arrays, {
    hashes: Uint32Array,
    rangeStarts: Uint32Array,
    vectors: Int8Array,
    scales: Float32Array,
    pieces: Int8Array,
    pieceScale: Float32Array,
    network: Float32Array,
    pool: Float32Array,
  });
  const numWords = found.hashes.length;
  const lengths = {
    hashes: numWords,
    rangeStarts: found.rangeStarts.length,
    vectors: numWords * numDimensions,
    scales: numWords,
    pieces: numPieces * numDimensions,
    pieceScale: 1,
    network: layOut(sizes).length,
    pool: NUM_BLEND_WEIGHTS,
  };
  const what = `recurrent model of ${numDimensions} dimensions and ${numHidden} hidden numbers`;
  checkArrays(what, found, lengths);
  checkFeatureTable(what, found);
  return found;
}
