import type { ProblemType } from '../contract/problems.ts';
import {
  INFERENCE_ANSWER,
  INFERENCE_CONFIG,
  INFERENCE_ERROR,
  INFERENCE_MODEL,
  INFERENCE_REQUEST,
  INFERENCE_SERVER,
  INFERENCE_STATISTICS,
  PREDICT_ANSWER,
  PREDICT_REQUEST,
} from '../inference/schemas.ts';
import { MODEL_NAME } from '../inference/tensors.ts';
import { bodyProblemAnswers, jsonAnswer, type Part, problemAnswers } from './answers.ts';
import { type Exchanges, withExchanges } from './exchanges.ts';

const PROBLEMS_OF_INFERENCE: ProblemType[] = [
  'empty-body',
  'invalid-utf-8',
  'malformed-json',
  'invalid-body',
  'invalid-text',
  'empty-text',
  'text-too-long',
  'too-many-texts',
  'unsupported-media-type',
];

const errorContent = () => ({ 'application/json': { schema: INFERENCE_ERROR } });
const flag = (name: string, ...others: object[]) => ({
  type: 'object',
  required: [name, ...others.flatMap(Object.keys)],
  properties: Object.assign({ [name]: { type: 'boolean' } }, ...others),
});

interface NamedParameter {
  name: string;
}

const VERSION = {
  name: 'version',
  in: 'path',
  required: true,
  description: 'The name of the model, as in GET / and in every result. Any other version gets a 404.',
  schema: { type: 'string', pattern: '^(recurrent|linear)-[0-9a-f]{8}$' },
};

/** The additional problems of a path with a version. */
function otherVersion(parameters: readonly NamedParameter[]): ProblemType[] {
  return parameters.length > 0 ? ['not-found'] : [];
}

/** Describes the response with the outputs: in JSON, or in JSON followed by binary data. */
function answerOfTensors(): Part {
  const { headers, content, ...json } = jsonAnswer('The outputs.', INFERENCE_ANSWER);
  return {
    ...json,
    headers: {
      ...(headers as Part),
      'Inference-Header-Content-Length': {
        description: 'The length of the JSON in bytes, if binary outputs follow.',
        schema: { type: 'integer', minimum: 1 },
      },
    },
    content: {
      ...(content as Part),
      'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
    },
  };
}

/** Describes the paths of KServe's version 1. */
export function predictPaths(exchanges: Exchanges): Part {
  const tags = ['inference'];
  const modelPath = `/v1/models/${MODEL_NAME}`;
  return {
    '/v1/models': {
      get: {
        operationId: 'listModels',
        summary: 'List the names of the models.',
        tags,
        responses: {
          200: jsonAnswer('The names.', {
            type: 'object',
            required: ['models'],
            properties: { models: { type: 'array', items: { type: 'string', const: MODEL_NAME } } },
          }),
          ...problemAnswers([], errorContent),
        },
      },
    },
    [modelPath]: {
      get: {
        operationId: 'isModelReady',
        summary: 'Check whether the model is ready (KServe version 1).',
        tags,
        responses: {
          200: jsonAnswer('It is ready.', flag('ready', { name: { type: 'string', const: MODEL_NAME } })),
          ...problemAnswers(['unavailable'], errorContent),
        },
      },
    },
    [`${modelPath}:predict`]: {
      post: withExchanges(
        {
          operationId: 'predict',
          summary: 'Classify texts (KServe version 1).',
          description: 'An invalid text fails the whole request.',
          tags,
          requestBody: { required: true, content: { 'application/json': { schema: PREDICT_REQUEST } } },
          responses: {
            200: jsonAnswer('One result per text, in order.', PREDICT_ANSWER),
            ...bodyProblemAnswers(PROBLEMS_OF_INFERENCE, errorContent),
          },
        },
        exchanges,
      ),
    },
  };
}

/** Describes the paths of the Open Inference Protocol. */
export function inferencePaths(exchanges: Exchanges): Part {
  const tags = ['inference'];
  const errors = problemAnswers([], errorContent);
  const unready = problemAnswers(['unavailable'], errorContent);
  const modelPath = `/v2/models/${MODEL_NAME}`;

  const read = (
    operationId: string,
    summary: string,
    answer: Part,
    parameters: readonly NamedParameter[],
    problems: readonly ProblemType[] = [],
  ): Part => ({
    get: {
      operationId,
      summary,
      tags,
      ...(parameters.length > 0 && { parameters }),
      responses: {
        200: answer,
        ...problemAnswers([...problems, ...otherVersion(parameters)], errorContent),
      },
    },
  });
  const pathsOfModel = (
    path: string,
    suffix: string,
    of: string,
    parameters: readonly NamedParameter[] = [],
  ): Part => ({
    [path]: read(
      `getInferenceModel${suffix}`,
      `Describe the inputs and outputs of ${of}.`,
      jsonAnswer('Inputs and outputs.', INFERENCE_MODEL),
      parameters,
    ),
    [`${path}/ready`]: read(
      `isInferenceModelReady${suffix}`,
      `Check whether ${of} is ready.`,
      jsonAnswer('It is ready.', flag('ready', { name: { type: 'string', const: MODEL_NAME } })),
      parameters,
      ['unavailable'],
    ),
    [`${path}/config`]: read(
      `getInferenceConfig${suffix}`,
      `Get the configuration of ${of}, in Triton's format.`,
      jsonAnswer('The configuration.', INFERENCE_CONFIG),
      parameters,
    ),
    [`${path}/stats`]: read(
      `getInferenceStatistics${suffix}`,
      `Get the statistics of ${of} since the start.`,
      jsonAnswer('The statistics.', INFERENCE_STATISTICS),
      parameters,
    ),
    [`${path}/infer`]: {
      post: withExchanges(
        {
          operationId: `infer${suffix}`,
          summary: `Classify texts with ${of}.`,
          description:
            'An invalid text fails the whole request. With the header Inference-Header-Content-Length, binary tensors follow the JSON. The response may have them too, as application/octet-stream.',
          tags,
          ...(parameters.length > 0 && { parameters }),
          requestBody: {
            required: true,
            content: { 'application/json': { schema: INFERENCE_REQUEST } },
          },
          responses: {
            200: answerOfTensors(),
            ...bodyProblemAnswers([...PROBLEMS_OF_INFERENCE, ...otherVersion(parameters)], errorContent),
          },
        },
        exchanges,
      ),
    },
  });

  return {
    '/v2': {
      get: {
        operationId: 'getInferenceServer',
        summary: 'Get the name and version of the server.',
        tags,
        responses: { 200: jsonAnswer('Name and version.', INFERENCE_SERVER), ...errors },
      },
    },
    '/v2/health/live': {
      get: {
        operationId: 'isInferenceServerLive',
        summary: 'Check whether the server is live.',
        tags,
        responses: { 200: jsonAnswer('It is live.', flag('live')), ...errors },
      },
    },
    '/v2/health/ready': {
      get: {
        operationId: 'isInferenceServerReady',
        summary: 'Check whether the server is ready.',
        tags,
        responses: { 200: jsonAnswer('It is ready.', flag('ready')), ...unready },
      },
    },
    '/v2/models/stats': {
      get: {
        operationId: 'getAllInferenceStatistics',
        summary: 'Get the statistics of all models since the start.',
        tags,
        responses: { 200: jsonAnswer('The statistics.', INFERENCE_STATISTICS), ...errors },
      },
    },
    ...pathsOfModel(modelPath, '', 'the model'),
    ...pathsOfModel(`${modelPath}/versions/{version}`, 'ByVersion', 'this version of the model', [VERSION]),
  };
}
