import { LIMITS, TRANSFORMER_LIMITS } from './limits.ts';

const integer = <Rest extends object>(rest: Rest) => ({ type: 'integer', ...rest }) as const;
const ofTransformers = (description: string) =>
  integer({ minimum: 1, description: `Of transformers: ${description}` });

/** JSON Schema of the limits in the answer to `GET /model`. */
export const LIMITS_SCHEMA = {
  type: 'object',
  required: Object.keys(LIMITS),
  properties: {
    ...Object.fromEntries(Object.entries(LIMITS).map(([name, limit]) => [name, integer({ const: limit })])),
    batchTexts: integer({ enum: [LIMITS.batchTexts, TRANSFORMER_LIMITS.batchTexts] }),
    batchCharacters: ofTransformers('the most characters of all texts in a batch, in UTF-16 code units.'),
    batchDetailedTexts: ofTransformers('the most texts in a batch with "explain" or "sentences".'),
    textPieces: ofTransformers('the most word pieces that a text takes to read.'),
    explanationPieces: ofTransformers('the most word pieces that an explanation takes to read.'),
  },
  additionalProperties: false,
} as const;
