import { LIMITS } from '../contract/limits.ts';
import { ANSWER_SCHEMA, TEXT_SCHEMA } from '../contract/schemas.ts';
import { CLASSIFIED, INPUT, MODEL_NAME, OUTPUT_NAMES } from './tensors.ts';

const text = { type: 'string' } as const;
/** Creates the JSON Schema of the supported parameters. Others are ignored. */
const parametersOf = (properties: object) => ({ type: 'object', properties }) as const;
const flag = { type: 'boolean', default: false } as const;
const contentType = {
  type: 'string',
  enum: ['str', 'base64'],
  description:
    'The encoding of the texts, by MLServer\'s names: "str" for plain text, "base64" for UTF-8 in base64.',
} as const;
const size = { type: 'integer', minimum: 1, maximum: LIMITS.batchTexts } as const;

type OutputName = (typeof OUTPUT_NAMES)[number];

const METADATA_OF_TENSOR = {
  type: 'object',
  required: ['name', 'datatype', 'shape'],
  properties: { name: text, datatype: text, shape: { type: 'array', items: { type: 'integer' } } },
} as const;

/**
 * JSON Schema of an inference request, simple enough for code generators. `readInference` also accepts nested and
 * binary data, and refuses a shape that does not match the data.
 */
export const INFERENCE_REQUEST = {
  type: 'object',
  required: ['inputs'],
  properties: {
    id: { type: ['string', 'null'], description: 'Returned with the response.' },
    parameters: parametersOf({
      binary_data_output: { ...flag, description: 'Whether all outputs follow the JSON in binary.' },
      content_type: contentType,
    }),
    inputs: {
      type: 'array',
      minItems: 1,
      maxItems: 1,
      items: {
        type: 'object',
        required: ['name', 'datatype', 'shape', 'data'],
        properties: {
          name: { type: 'string', const: INPUT.name },
          datatype: { type: 'string', const: INPUT.datatype },
          shape: {
            type: 'array',
            items: size,
            minItems: 1,
            maxItems: 2,
            description: '[n] or [n, 1], where n is the number of texts.',
          },
          data: {
            type: 'array',
            minItems: 1,
            maxItems: LIMITS.batchTexts,
            items: TEXT_SCHEMA,
            description: 'With the shape [n, 1] it may be nested: [["…"], ["…"]].',
          },
          parameters: parametersOf({ content_type: contentType }),
        },
      },
    },
    outputs: {
      type: ['array', 'null'],
      items: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string', enum: OUTPUT_NAMES },
          parameters: parametersOf({
            binary_data: { ...flag, description: 'Whether this output follows the JSON in binary.' },
            classification: {
              type: 'integer',
              minimum: 0,
              description:
                'The number of classes that "probabilities" lists as strings, the most probable first.',
            },
          }),
        },
      },
      description: 'The requested outputs; all by default.',
    },
  },
} as const;

const tensor = (names: readonly OutputName[], datatypes: readonly string[], items: object) => ({
  type: 'object',
  required: ['name', 'datatype', 'shape', 'data'],
  properties: {
    name: { type: 'string', enum: names },
    datatype: { type: 'string', enum: datatypes },
    shape: { type: 'array', items: { type: 'integer', minimum: 1 }, minItems: 1, maxItems: 2 },
    data: { type: 'array', minItems: 1, items },
  },
});

/**
 * JSON Schema of the response to an inference request. With the classification extension, probabilities are strings.
 */
export const INFERENCE_ANSWER = {
  type: 'object',
  required: ['model_name', 'model_version', 'outputs'],
  properties: {
    model_name: { type: 'string', const: MODEL_NAME },
    model_version: text,
    id: text,
    outputs: {
      type: 'array',
      minItems: 1,
      items: {
        // Generated code in some languages distinguishes these by the type of their data.
        oneOf: [
          tensor(['sentiment', CLASSIFIED], ['BYTES'], text),
          tensor(['label', 'probabilities'], ['INT64', 'FP64'], { type: 'number' }),
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
    name: { type: 'string', const: MODEL_NAME },
    versions: { type: 'array', items: text },
    platform: text,
    inputs: { type: 'array', items: METADATA_OF_TENSOR },
    outputs: { type: 'array', items: METADATA_OF_TENSOR },
  },
} as const;

/** Generators use 32 bits for an integer without a format. */
const long = { type: 'integer', format: 'int64' } as const;

const duration = {
  type: 'object',
  required: ['count', 'ns'],
  properties: { count: long, ns: long },
} as const;

/** JSON Schema of the statistics. */
export const INFERENCE_STATISTICS = {
  type: 'object',
  required: ['model_stats'],
  properties: {
    model_stats: {
      type: 'array',
      items: {
        type: 'object',
        required: [
          'name',
          'version',
          'last_inference',
          'inference_count',
          'execution_count',
          'inference_stats',
        ],
        properties: {
          name: { type: 'string', const: MODEL_NAME },
          version: text,
          last_inference: {
            ...long,
            description: 'Time of the last inference, in milliseconds since 1970; 0 for none.',
          },
          inference_count: { ...long, description: 'Number of texts.' },
          execution_count: { ...long, description: 'Number of requests.' },
          inference_stats: {
            type: 'object',
            required: ['success', 'fail'],
            properties: { success: duration, fail: duration },
          },
        },
      },
    },
  },
} as const;

const CONFIG_OF_TENSOR = {
  type: 'object',
  required: ['name', 'data_type', 'dims'],
  properties: { name: text, data_type: text, dims: { type: 'array', items: { type: 'integer' } } },
} as const;

/** JSON Schema of the model's configuration. */
export const INFERENCE_CONFIG = {
  type: 'object',
  required: ['name', 'platform', 'max_batch_size', 'input', 'output'],
  properties: {
    name: { type: 'string', const: MODEL_NAME },
    platform: text,
    max_batch_size: { type: 'integer' },
    input: { type: 'array', items: CONFIG_OF_TENSOR },
    output: { type: 'array', items: CONFIG_OF_TENSOR },
  },
} as const;

/** JSON Schema of a request of KServe's version 1. */
export const PREDICT_REQUEST = {
  type: 'object',
  required: ['instances'],
  properties: { instances: { type: 'array', minItems: 1, maxItems: LIMITS.batchTexts, items: TEXT_SCHEMA } },
} as const;

/** JSON Schema of the response of KServe's version 1. */
export const PREDICT_ANSWER = {
  type: 'object',
  required: ['predictions'],
  properties: { predictions: { type: 'array', items: ANSWER_SCHEMA } },
} as const;

/** JSON Schema of errors in both protocols. */
export const INFERENCE_ERROR = { type: 'object', required: ['error'], properties: { error: text } } as const;

/** The schemas of both protocols, by their names in the OpenAPI document. */
export const INFERENCE_SCHEMAS = {
  InferenceRequest: INFERENCE_REQUEST,
  InferenceAnswer: INFERENCE_ANSWER,
  InferenceServer: INFERENCE_SERVER,
  InferenceModel: INFERENCE_MODEL,
  InferenceConfig: INFERENCE_CONFIG,
  InferenceTensorConfig: CONFIG_OF_TENSOR,
  InferenceStatistics: INFERENCE_STATISTICS,
  PredictRequest: PREDICT_REQUEST,
  PredictAnswer: PREDICT_ANSWER,
  InferenceTensor: METADATA_OF_TENSOR,
  InferenceError: INFERENCE_ERROR,
};
