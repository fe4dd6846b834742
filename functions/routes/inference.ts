import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Classification, labelsOf, type Steps } from '../../classifier/src/index.ts';
import manifest from '../../package.json' with { type: 'json' };
import { type ProblemError, problem } from '../contract/problems.ts';
import {
  binaryTensor,
  INPUT,
  type Inference,
  MODEL_NAME,
  outputsOf,
  readInference,
  toTensor,
} from '../inference/tensors.ts';
import type { Service } from '../service/service.ts';
import { decodeBody } from '../wire/decode-body.ts';
import { markRefused, refuseWith } from '../wire/refuse.ts';

const NO_OPTIONS = {};

/**
 * Adds the routes of the Open Inference Protocol (version 2), with tensors in JSON. The one version of its one model
 * is named for the model file, so that a client can insist on it.
 */
export function addInferenceRoutes(app: FastifyInstance, service: Service): void {
  const { name: version, header } = service.classifier;
  const modelPath = `/models/${MODEL_NAME}`;

  const sendError = (refusal: ProblemError, reply: FastifyReply): void => {
    markRefused(refusal, reply);
    // Without a charset, since KServe's client reads an error only under this very content type.
    reply.type('application/json').serializer(JSON.stringify);
    reply.send({ error: describeError(refusal, version) });
  };
  /** Answers whether requests are taken. */
  const answerReady = (fields: object) => (_request: FastifyRequest, reply: FastifyReply) => {
    if (!service.drain.isDraining()) return { ...fields, ready: true };
    const refusal = problem('unavailable', 'The server is stopping; send new requests to another one.');
    markRefused(refusal, reply);
    return { ...fields, ready: false, error: refusal.message };
  };

  app.register(
    async (scope) => {
      refuseWith(scope, sendError);

      // Also at "/v2/", as the protocol's own OpenAPI document has it.
      scope.get('/', () => ({ name: MODEL_NAME, version: manifest.version, extensions: [] }));
      scope.get('/health/live', () => ({ live: true }));
      scope.get('/health/ready', answerReady({}));
      for (const path of [modelPath, `${modelPath}/versions/${version}`]) {
        scope.get(path, () => ({
          name: MODEL_NAME,
          versions: [version],
          platform: `${MODEL_NAME}_${header.kind}`,
          inputs: [INPUT],
          outputs: outputsOf(labelsOf(header)).map(({ name, datatype, shape }) => ({
            name,
            datatype,
            shape,
          })),
        }));
        scope.get(`${path}/ready`, answerReady({ name: MODEL_NAME }));
        scope.post(`${path}/infer`, createInferenceHandler(service));
      }
    },
    { prefix: '/v2' },
  );
}

function createInferenceHandler({ classifier, texts, timeSlices, memory }: Service) {
  const outputs = new Map(outputsOf(labelsOf(classifier.header)).map((output) => [output.name, output]));
  function* classifyAll(inference: Inference): Steps<Classification[]> {
    const results: Classification[] = [];
    for (const [i, text] of inference.texts.entries()) {
      results.push(yield* texts.classifyInSteps(text, NO_OPTIONS, `/inputs/0/data/${i}`));
      yield;
    }
    return results;
  }
  return async (request: FastifyRequest) => {
    if (request.headers['inference-header-content-length'] !== undefined) throw binaryTensor();
    // Neither Triton's client nor KServe's names the content type of JSON.
    const { 'content-type': contentType = 'application/json' } = request.headers;
    const headers = { ...request.headers, 'content-type': contentType };
    const inference = readInference(
      decodeBody(request.body as Buffer | undefined, headers, '{"inputs": [ … ]}'),
    );
    await memory.reserveTexts(request, Math.max(0, ...inference.texts.map(({ length }) => length)), false);
    const results = await timeSlices.run(classifyAll(inference));
    return {
      model_name: MODEL_NAME,
      model_version: classifier.name,
      ...(inference.id !== undefined && { id: inference.id }),
      outputs: inference.outputs.map((name) => toTensor(outputs.get(name)!, results)),
    };
  };
}

/** The protocol's errors are a line alone, so the place of the fault stands in it. */
function describeError({ type, message, pointer }: ProblemError, version: string): string {
  if (type === 'not-found') {
    return `Nothing is here; the one model is ${MODEL_NAME}, its one version ${version}.`;
  }
  return pointer === undefined ? message : `${pointer}: ${message}`;
}
