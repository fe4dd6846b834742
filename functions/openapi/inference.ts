import type { ProblemType } from '../contract/problems.ts';
import {
  INFERENCE_ANSWER,
  INFERENCE_ERROR,
  INFERENCE_MODEL,
  INFERENCE_REQUEST,
  INFERENCE_SERVER,
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
  properties: Object.assign({ [name]: { const: true } }, ...others),
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

/** The paths of the Open Inference Protocol. */
export function inferencePaths(exchanges: Exchanges): Part {
  const tags = ['inference'];
  const errors = problemAnswers([], errorContent);
  const unready = problemAnswers(['unavailable'], errorContent);
  const modelPath = `/v2/models/${MODEL_NAME}`;

  const pathsOfModel = (
    path: string,
    suffix: string,
    of: string,
    parameters: readonly NamedParameter[] = [],
  ): Part => ({
    [path]: {
      get: {
        operationId: `getInferenceModel${suffix}`,
        summary: `The inputs and outputs of ${of}.`,
        tags,
        ...(parameters.length > 0 && { parameters }),
        responses: {
          200: jsonAnswer('Inputs and outputs.', INFERENCE_MODEL),
          ...problemAnswers(otherVersion(parameters), errorContent),
        },
      },
    },
    [`${path}/ready`]: {
      get: {
        operationId: `isInferenceModelReady${suffix}`,
        summary: `Whether ${of} takes requests.`,
        tags,
        ...(parameters.length > 0 && { parameters }),
        responses: {
          200: jsonAnswer('It does.', flag('ready', { name: { const: MODEL_NAME } })),
          ...problemAnswers(['unavailable', ...otherVersion(parameters)], errorContent),
        },
      },
    },
    [`${path}/infer`]: {
      post: withExchanges(
        {
          operationId: `infer${suffix}`,
          summary: `Classify texts by ${of}.`,
          description:
            'A text at fault makes the whole request fail. The extension for binary tensors is not served.',
          tags,
          ...(parameters.length > 0 && { parameters }),
          requestBody: {
            required: true,
            content: { 'application/json': { schema: INFERENCE_REQUEST } },
          },
          responses: {
            200: jsonAnswer('The outputs.', INFERENCE_ANSWER),
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
    ...pathsOfModel(modelPath, '', 'the model'),
    ...pathsOfModel(`${modelPath}/versions/{version}`, 'ByVersion', 'this version of the model', [VERSION]),
  };
}
