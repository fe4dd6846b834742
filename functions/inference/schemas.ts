import { LABEL_LIMITS } from '../../classifier/src/index.ts';
import { LIMITS } from '../contract/limits.ts';
import { TEXT_SCHEMA } from '../contract/schemas.ts';
import { INPUT, MODEL_NAME, OUTPUT_NAMES } from './tensors.ts';

const text = { type: 'string' } as const;
const parameters = { type: 'object', description: 'Ignored.' } as const;
const size = { type: 'integer', minimum: 1, maximum: LIMITS.batchTexts } as const;

const METADATA_OF_TENSOR = {
  type: 'object',
  required: ['name', 'datatype', 'shape'],
  properties: { name: text, datatype: text, shape: { type: 'array', items: { type: 'integer' } } },
} as const;

/** JSON Schema of an inference request. `readInference` accepts exactly what it accepts. */
export const INFERENCE_REQUEST = {
  type: 'object',
  required: ['inputs'],
  properties: {
    id: { type: ['string', 'null'], description: 'Comes back with the answer.' },
    parameters,
    inputs: {
      type: 'array',
      minItems: 1,
      maxItems: 1,
      items: {
        type: 'object',
        required: ['name', 'datatype', 'shape', 'data'],
        properties: {
          name: { const: INPUT.name },
          datatype: { const: INPUT.datatype },
          shape: { type: 'array', prefixItems: [size, { const: 1 }], minItems: 1, maxItems: 2 },
          data: {
            type: 'array',
            minItems: 1,
            maxItems: LIMITS.batchTexts,
            items: {
              anyOf: [TEXT_SCHEMA, { type: 'array', items: TEXT_SCHEMA, minItems: 1, maxItems: 1 }],
            },
          },
          parameters,
        },
      },
    },
    outputs: {
      type: ['array', 'null'],
      items: {
        type: 'object',
        required: ['name'],
        properties: { name: { enum: OUTPUT_NAMES }, parameters },
      },
      description: 'All without it.',
    },
  },
} as const;

const classes = {
  type: 'integer',
  minimum: LABEL_LIMITS.minClasses,
  maximum: LABEL_LIMITS.maxClasses,
  description: 'As many as the model has classes.',
} as const;

const tensor = (name: (typeof OUTPUT_NAMES)[number], datatype: string, ...width: object[]) => ({
  type: 'object',
  required: ['name', 'datatype', 'shape', 'data'],
  properties: {
    name: { const: name },
    datatype: { const: datatype },
    shape: {
      type: 'array',
      prefixItems: [size, ...width],
      minItems: 1 + width.length,
      maxItems: 1 + width.length,
    },
    data: { type: 'array', items: { type: datatype === 'BYTES' ? 'string' : 'number' } },
  },
});

/** JSON Schema of the answer to an inference request. */
export const INFERENCE_ANSWER = {
  type: 'object',
  required: ['model_name', 'model_version', 'outputs'],
  properties: {
    model_name: { const: MODEL_NAME },
    model_version: text,
    id: text,
    outputs: {
      type: 'array',
      minItems: 1,
      items: {
        oneOf: [
          tensor('sentiment', 'BYTES'),
          tensor('label', 'INT64'),
          tensor('probabilities', 'FP64', classes),
        ],
      },
    },
  },
} as const;

/** JSON Schema of the server's description. */
export const INFERENCE_SERVER = {
  type: 'object',
  required: ['name', 'version', 'extensions'],
  properties: { name: text, version: text, extensions: { type: 'array', items: text } },
} as const;

/** JSON Schema of the model's description. */
export const INFERENCE_MODEL = {
  type: 'object',
  required: ['name', 'versions', 'platform', 'inputs', 'outputs'],
  properties: {
    name: { const: MODEL_NAME },
    versions: { type: 'array', items: text },
    platform: text,
    inputs: { type: 'array', items: METADATA_OF_TENSOR },
    outputs: { type: 'array', items: METADATA_OF_TENSOR },
  },
} as const;

/** JSON Schema of the protocol's errors. */
export const INFERENCE_ERROR = { type: 'object', required: ['error'], properties: { error: text } } as const;

/** The schemas of the protocol by their names in the document. */
export const INFERENCE_SCHEMAS = {
  InferenceRequest: INFERENCE_REQUEST,
  InferenceAnswer: INFERENCE_ANSWER,
  InferenceServer: INFERENCE_SERVER,
  InferenceModel: INFERENCE_MODEL,
  InferenceTensor: METADATA_OF_TENSOR,
  InferenceError: INFERENCE_ERROR,
};
