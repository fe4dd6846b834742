import { checkArrays, readArrays, withoutPrefix } from '../model-arrays.ts';
import type { DecodedModel, ModelArrays } from '../model-file.ts';
import { countCalibrationInputs } from './calibration.ts';
import { checkFeatureTable, type FeatureTable } from './feature-table.ts';

/** The arrays of a linear model. */
export interface LinearArrays extends FeatureTable {
  /** Shape [numFeatures × numClasses], row by row, in units of `scales`. */
  weights: Int8Array;
  /** Shape [numClasses]: the factor that converts the integer weights of each class. */
  scales: Float32Array;
  /** Shape [numClasses]. */
  bias: Float32Array;
  /** Shape [number of calibration inputs × numClasses], row by row. */
  calibration: Float32Array;
}

/** The prefix of the linear model's array names in the file of a recurrent model. */
export const NGRAM_PREFIX = 'ngrams.';

/**
 * Reads the arrays of a linear model, or of the linear part of a recurrent model.
 * @throws ModelFormatError when they do not form a linear model
 */
export function linearPart({ header, arrays }: DecodedModel): LinearArrays {
  return readLinearArrays(
    header.kind === 'recurrent' ? withoutPrefix(NGRAM_PREFIX, arrays) : arrays,
    header.labels.length,
  );
}

function readLinearArrays(arrays: ModelArrays, numClasses: number): LinearArrays {
  const found = readArrays(arrays, {
    hashes: Uint16Array,
    rangeStarts: Uint32Array,
    weights: Int8Array,
    scales: Float32Array,
    bias: Float32Array,
    calibration: Float32Array,
  });
  const numFeatures = found.hashes.length;
  const lengths = {
    hashes: numFeatures,
    rangeStarts: found.rangeStarts.length,
    weights: numFeatures * numClasses,
    scales: numClasses,
    bias: numClasses,
    calibration: countCalibrationInputs(numClasses) * numClasses,
  };
  checkArrays('linear model', found, lengths);
  checkFeatureTable('linear model', found);
  return found;
}
