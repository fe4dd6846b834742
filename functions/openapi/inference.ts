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
  description: 'The name of the model, as GET / and every result tell it; any other is not found.',
  schema: { type: 'string', pattern: '^(recurrent|linear)-[0-9a-f]{8}$' },
};

/** What a path may meet that names a version. */
function otherVersion(parameters: readonly NamedParameter[]): ProblemType[] {
  return parameters.length > 0 ? ['not-found'] : [];
}

/** The outputs: in JSON, or in JSON with what is in binary after it. */
function answerOfTensors(): Part {
  const { headers, content, ...json } = jsonAnswer('The outputs.', INFERENCE_ANSWER);
  return {
    ...json,
    headers: {
      ...(headers as Part),
      'Inference-Header-Content-Length': {
        description: 'How many bytes are JSON, where outputs in binary follow.',
        schema: { type: 'integer', minimum: 1 },
      },
    },
    content: {
      ...(content as Part),
      'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
    },
  };
}

/** The paths of KServe's version 1. */
export function predictPaths(exchanges: Exchanges): Part {
  const tags = ['inference'];
  const modelPath = `/v1/models/${MODEL_NAME}`;
  return {
    '/v1/models': {
      get: {
        operationId: 'listModels',
        summary: 'The names of the models.',
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
        summary: "Whether the model takes requests, as KServe's version 1 has it.",
        tags,
        responses: {
          200: jsonAnswer('It does.', flag('ready', { name: { type: 'string', const: MODEL_NAME } })),
          ...problemAnswers(['unavailable'], errorContent),
        },
      },
    },
    [`${modelPath}:predict`]: {
      post: withExchanges(
        {
          operationId: 'predict',
          summary: "Classify texts, as KServe's version 1 has it.",
          description: 'A text at fault makes the whole request fail.',
          tags,
          requestBody: { required: true, content: { 'application/json': { schema: PREDICT_REQUEST } } },
          responses: {
            200: jsonAnswer('One result a text, in order.', PREDICT_ANSWER),
            ...bodyProblemAnswers(PROBLEMS_OF_INFERENCE, errorContent),
          },
        },
        exchanges,
      ),
    },
  };
}

/** The paths of the Open Inference Protocol. */
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
      `The inputs and outputs of ${of}.`,
      jsonAnswer('Inputs and outputs.', INFERENCE_MODEL),
      parameters,
    ),
    [`${path}/ready`]: read(
      `isInferenceModelReady${suffix}`,
      `Whether ${of} takes requests.`,
      jsonAnswer('It does.', flag('ready', { name: { type: 'string', const: MODEL_NAME } })),
      parameters,
      ['unavailable'],
    ),
    [`${path}/config`]: read(
      `getInferenceConfig${suffix}`,
      `The configuration of ${of}, as Triton has it.`,
      jsonAnswer('The configuration.', INFERENCE_CONFIG),
      parameters,
    ),
    [`${path}/stats`]: read(
      `getInferenceStatistics${suffix}`,
      `What ${of} has inferred since the process began.`,
      jsonAnswer('The statistics.', INFERENCE_STATISTICS),
      parameters,
    ),
    [`${path}/infer`]: {
      post: withExchanges(
        {
          operationId: `infer${suffix}`,
          summary: `Classify texts by ${of}.`,
          description:
            'A text at fault makes the whole request fail. With the header Inference-Header-Content-Length, tensors in binary follow the JSON, and an answer may have them too, as application/octet-stream.',
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
        summary: 'The name and version of the server.',
        tags,
        responses: { 200: jsonAnswer('Name and version.', INFERENCE_SERVER), ...errors },
      },
    },
    '/v2/health/live': {
      get: {
        operationId: 'isInferenceServerLive',
        summary: 'Whether the server runs.',
        tags,
        responses: { 200: jsonAnswer('It does.', flag('live')), ...errors },
      },
    },
    '/v2/health/ready': {
      get: {
        operationId: 'isInferenceServerReady',
        summary: 'Whether requests are taken.',
        tags,
        responses: { 200: jsonAnswer('They are.', flag('ready')), ...unready },
      },
    },
    '/v2/models/stats': {
      get: {
        operationId: 'getAllInferenceStatistics',
        summary: 'What all models have inferred since the process began.',
        tags,
        responses: { 200: jsonAnswer('The statistics.', INFERENCE_STATISTICS), ...errors },
      },
    },
    ...pathsOfModel(modelPath, '', 'the model'),
    ...pathsOfModel(`${modelPath}/versions/{version}`, 'ByVersion', 'this version of the model', [VERSION]),
  };
}
