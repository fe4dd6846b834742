import { buildFeatureTable } from '../../classifier/src/linear/feature-table.ts';
import { hashNgram } from '../../classifier/src/linear/hashes.ts';
import type { ModelArrays } from '../../classifier/src/model-file.ts';

/** The arrays of a model file in which these n-grams have a polarity. @param weights from −127 to 127, in tenths */
export function polarityArrays(weights: Readonly<Record<string, number>>): ModelArrays {
  const entries = Object.entries(weights)
    .map(([ngram, weight]) => ({ hash: hashNgram(ngram.split(' ')), weight }))
    .sort((a, b) => a.hash - b.hash);
  const { hashes, rangeStarts } = buildFeatureTable(Uint32Array.from(entries, ({ hash }) => hash));
  return {
    'polarity.hashes': hashes,
    'polarity.rangeStarts': rangeStarts,
    'polarity.weights': Int8Array.from(entries, ({ weight }) => weight),
    'polarity.scale': Float32Array.of(0.1),
  };
}
