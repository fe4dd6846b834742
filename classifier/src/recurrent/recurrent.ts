import { ModelFormatError } from '../errors.ts';
import { checkFeatureTable } from '../linear/feature-table.ts';
import { createLinearModel, type LinearWord, readFeatureSettings } from '../linear/linear.ts';
import { linearPart } from '../linear/linear-arrays.ts';
import type { Model } from '../model.ts';
import { checkArrays, readArrays } from '../model-arrays.ts';
import type { DecodedModel, ModelArrays } from '../model-file.ts';
import { checkSettings } from '../model-header.ts';
import { blendOpinions, countBlendWeights } from './blend.ts';
import { networkLengths } from './fixed-point-network.ts';
import { createNetworkReader, type NetworkParameters } from './network-reader.ts';
import { MAX_TOKENS, type RecurrentSizes } from './sizes.ts';
import type { CachedWord } from './word-cache.ts';
import { findWord } from './word-vectors.ts';

/** The arrays of a recurrent model, without those of its linear part, whose names begin with `NGRAM_PREFIX`. */
export interface RecurrentArrays extends NetworkParameters {
  /** Shape [countBlendWeights(numClasses)]: the weights of the blend. */
  blend: Float32Array;
}

const SIZE_RANGES = {
  numDimensions: { min: 4, max: 4096, step: 4 },
  numHidden: { min: 4, max: 4096, step: 4 },
  numSubwords: { min: 1, max: 2 ** 24, step: 1 },
};

/** A word of a recurrent model. `isKnown` refers to the network's vocabulary. */
export interface RecurrentWord extends LinearWord, CachedWord {}

/**
 * Creates a recurrent model: a bidirectional GRU on word vectors, blended with a linear model on n-grams. See
 * `createNetworkReader`, `createLinearModel` and `blendOpinions`.
 * @throws ModelFormatError when settings or arrays are not those of a recurrent model
 */
export function createRecurrentModel(decoded: DecodedModel): Model<RecurrentWord> {
  const { settings, labels } = decoded.header;
  const numClasses = labels.length;
  const { numSubwords, ...widths } = checkSettings('recurrent model', settings, SIZE_RANGES);
  const sizes = { ...widths, numClasses };
  const parameters = readRecurrentArrays(decoded.arrays, sizes, numSubwords);
  const linear = createLinearModel(readFeatureSettings(settings), linearPart(decoded));
  const network = createNetworkReader(parameters, sizes);
  const isKnown = (normal: string): boolean => findWord(parameters, normal) >= 0;
  return {
    isKnown,
    maxTokens: MAX_TOKENS,
    toWord(form) {
      const { block, serial, isNegation, endsClause, isWord, normal } = linear.toWord(form);
      return { block, serial, slot: -1, isNegation, endsClause, isWord, isKnown: isKnown(normal), normal };
    },
    predict(texts) {
      const opinions = linear.predict(texts);
      const probabilities = network(texts);
      return opinions.map((opinion, i) => {
        const blended = new Float64Array(numClasses);
        const numTokens = texts[i]!.length;
        blendOpinions(probabilities[i]!, opinion.probabilities, numTokens, parameters.blend, blended);
        return { ...opinion, probabilities: blended };
      });
    },
  };
}

function readRecurrentArrays(
  arrays: ModelArrays,
  sizes: RecurrentSizes,
  numSubwords: number,
): RecurrentArrays {
  const { numDimensions, numHidden, numClasses } = sizes;
  const found = readArrays(arrays, {
    hashes: Uint16Array,
    rangeStarts: Uint32Array,
    vectors: Int8Array,
    scales: Float32Array,
    subwords: Int8Array,
    subwordScale: Float32Array,
    inputWeights: Int16Array,
    inputScales: Float32Array,
    inputBias: Float32Array,
    forwardWeights: Int16Array,
    forwardBias: Int32Array,
    forwardScales: Float32Array,
    backwardWeights: Int16Array,
    backwardBias: Int32Array,
    backwardScales: Float32Array,
    attention: Int16Array,
    attentionScale: Float32Array,
    outputWeights: Float32Array,
    outputBias: Float32Array,
    blend: Float32Array,
  });
  const numWords = found.hashes.length;
  const lengths = {
    hashes: numWords,
    rangeStarts: found.rangeStarts.length,
    vectors: numWords * numDimensions,
    scales: numWords,
    subwords: numSubwords * numDimensions,
    subwordScale: 1,
    ...networkLengths(sizes),
    blend: countBlendWeights(numClasses),
  };
  const what = `recurrent model of ${numDimensions} dimensions and ${numHidden} hidden numbers`;
  checkArrays(what, found, lengths);
  checkFeatureTable(what, found);
  const scale = found.attentionScale[0]!;
  if (scale < 0) throw new ModelFormatError(`${what} has attentionScale ${scale}, expected 0 or more`);
  return found;
}
