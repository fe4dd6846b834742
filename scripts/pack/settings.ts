import type { ExportedModel } from './read-folder.ts';

/** The settings of a transformer's model file. */
export interface TransformerSettings extends Record<string, number> {
  maxPieces: number;
  temperature: number;
  textPieces: number;
  explanationPieces: number;
}

/** What bge-small (12 layers of 384 numbers, in 8 bits) reads in 5 seconds on one processor, in pieces. */
const REFERENCE = { numLayers: 12, width: 384, textPieces: 10_000, explanationPieces: 10_000 };
/** Weights of 32 bits take about twice the time of 8 bits. */
const FLOAT_COST = 2;
/** A layer has about this many weights, times the square of the width. */
const WEIGHTS_A_LAYER = 12;
/** A file of more bytes for each weight is of 16 or 32 bits. */
const BYTES_IN_8_BITS = 1.5;

/** Determines the settings of a model, with limits that let a request take at most some 5 seconds of a processor. */
export function chooseSettings(
  { onnx, numPieces, config, fineTuning }: ExportedModel,
  maxPieces: number | undefined,
): TransformerSettings {
  const { numLayers, width } = config;
  const encoderWeights = numLayers * WEIGHTS_A_LAYER * width ** 2;
  const isFloat = onnx.length > BYTES_IN_8_BITS * (encoderWeights + numPieces * width);
  const cost =
    ((numLayers * width ** 2) / (REFERENCE.numLayers * REFERENCE.width ** 2)) * (isFloat ? FLOAT_COST : 1);
  // What a model was trained on is what it reads best.
  const most = Math.min(config.maxPieces, maxPieces ?? fineTuning?.settings.maxPieces ?? config.maxPieces);
  const limit = (pieces: number): number => Math.max(most, Math.round(Math.min(1, 1 / cost) * pieces));
  const { seed: _, ...training } = fineTuning?.settings ?? {}; // the seed is part of the provenance
  return {
    ...training,
    maxPieces: most,
    temperature: 1,
    textPieces: limit(REFERENCE.textPieces),
    explanationPieces: limit(REFERENCE.explanationPieces),
  };
}
