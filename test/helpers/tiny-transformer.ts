import { readFileSync } from 'node:fs';
import { encodeModel } from '../../classifier/src/model-file.ts';
import { SENTIMENTS } from '../../classifier/src/sentiments.ts';
import { HEADER } from './tiny-model.ts';

const FOLDER = new URL('../fixtures/tiny-transformer/', import.meta.url);

/** The ONNX model of the tiny transformer. */
export function tinyOnnx(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL('model.onnx', FOLDER)));
}

/** The bytes of the model file of the tiny transformer, which reads windows of 64 pieces. */
export function tinyTransformerBytes(): Uint8Array {
  return encodeModel(
    {
      ...HEADER,
      kind: 'transformer',
      labels: SENTIMENTS,
      unit: 'text',
      settings: { maxPieces: 64, temperature: 1, textPieces: 10_000, explanationPieces: 15_000 },
      vocabulary: { numPieces: 89 },
    },
    { onnx: tinyOnnx(), tokenizer: new Uint8Array(readFileSync(new URL('tokenizer.json', FOLDER))) },
  );
}
