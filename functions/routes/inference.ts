import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type DetailedClassification, labelsOf, type Steps } from '../../classifier/src/index.ts';
import manifest from '../../package.json' with { type: 'json' };
import { checkBatch } from '../contract/check-batch.ts';
import { JSON_TYPE } from '../contract/media-types.ts';
import { type ProblemError, problem } from '../contract/problems.ts';
import { refuseConfidence } from '../contract/read-request.ts';
import { encodeData, HEAD_LENGTH_HEADER, splitBody } from '../inference/binary-tensors.ts';
import { describeConfig } from '../inference/describe-config.ts';
import { readInstances } from '../inference/instances.ts';
import { createStatistics, type Statistics } from '../inference/statistics.ts';
import { INPUT, MODEL_NAME, type Output, outputsOf, readInference, toTensor } from '../inference/tensors.ts';
import { resultsAhead } from '../service/run-ahead.ts';
import type { Service } from '../service/service.ts';
import { decodeBody } from '../wire/decode-body.ts';
import { markRefused, refuseWith } from '../wire/refuse.ts';

const NO_OPTIONS = {};
const OCTETS = 'application/octet-stream';
/** The accepted content types, for error messages. */
const BODY_TYPES = `${JSON_TYPE}, or ${OCTETS} with the header Inference-Header-Content-Length`;
/** The supported extensions of the protocol, by Triton's names. */
const EXTENSIONS = ['binary_tensor_data', 'classification', 'model_configuration', 'statistics'];

/**
 * Adds the routes of the Open Inference Protocol (version 2), with tensors in JSON and in binary, and of KServe's
 * version 1. There is one model with one version, which has the name of the model file, so that a client can require
 * it.
 */
export function addInferenceRoutes(app: FastifyInstance, service: Service): void {
  const { name: version, header } = service.classifier;
  const modelPath = `/models/${MODEL_NAME}`;
  const statistics = createStatistics();
  const outputs = outputsOf(labelsOf(header));
  const infer = createInferenceHandler(service, statistics, outputs);

  const sendError = (refusal: ProblemError, reply: FastifyReply): void => {
    markRefused(refusal, reply);
    // Without a charset: KServe's client reads an error only with exactly this content type.
    reply.type('application/json').serializer(JSON.stringify);
    reply.send({ error: describeError(refusal, version) });
  };
  /** Creates a handler that answers whether the server is ready. */
  const answerReady = (fields: object) => (_request: FastifyRequest, reply: FastifyReply) => {
    if (!service.drain.isDraining()) return { ...fields, ready: true };
    const refusal = problem('unavailable', 'The server is stopping; send new requests to another one.');
    markRefused(refusal, reply);
    return { ...fields, ready: false, error: refusal.message };
  };
  const answerStatistics = () => ({ model_stats: [{ name: MODEL_NAME, version, ...statistics.read() }] });

  app.register(
    async (scope) => {
      refuseWith(scope, sendError);

      // Also at "/v2/", as in the protocol's own OpenAPI document.
      scope.get('/', () => ({ name: MODEL_NAME, version: manifest.version, extensions: EXTENSIONS }));
      scope.get('/health/live', () => ({ live: true }));
      scope.get('/health/ready', answerReady({}));
      scope.get('/models/stats', answerStatistics);
      for (const path of [modelPath, `${modelPath}/versions/${version}`]) {
        scope.get(path, () => ({
          name: MODEL_NAME,
          versions: [version],
          platform: `${MODEL_NAME}_${header.kind}`,
          inputs: [INPUT],
          outputs: outputs.map(({ name, datatype, shape }) => ({ name, datatype, shape })),
        }));
        scope.get(`${path}/ready`, answerReady({ name: MODEL_NAME }));
        scope.get(`${path}/config`, () => describeConfig(header.kind, outputs));
        scope.get(`${path}/stats`, answerStatistics);
        scope.post(`${path}/infer`, infer);
      }
    },
    { prefix: '/v2' },
  );
  app.register(
    async (scope) => {
      refuseWith(scope, sendError);
      scope.get('/models', () => ({ models: [MODEL_NAME] }));
      scope.get(modelPath, answerReady({ name: MODEL_NAME }));
      scope.post(`${modelPath}::predict`, createPredictHandler(service)); // "::" is a literal colon
    },
    { prefix: '/v1' },
  );
}

/** Classifies texts, in order. */
function classifyAll(
  { texts }: Service,
  all: readonly string[],
  pointer: string,
): Steps<DetailedClassification[]> {
  const jobs = all.values().map((text, i) => texts.classifyInSteps(text, NO_OPTIONS, `${pointer}/${i}`));
  return resultsAhead(jobs, texts.numAhead);
}

function createInferenceHandler(service: Service, statistics: Statistics, outputs: readonly Output[]) {
  const { classifier, timeSlices, memory, limits } = service;
  const outputsByName = new Map(outputs.map((output) => [output.name, output]));
  async function answer(request: FastifyRequest, reply: FastifyReply) {
    refuseConfidence(request.query);
    const headLength = request.headers[HEAD_LENGTH_HEADER];
    const { json, binary } = splitBody(request.body as Buffer | undefined, headLength);
    // The clients of Triton and KServe send no content type with JSON. With binary data it does not describe the JSON.
    const { 'content-type': contentType = JSON_TYPE } = request.headers;
    const headers = { 'content-type': binary === undefined ? contentType : JSON_TYPE };
    const inference = readInference(decodeBody(json, headers, '{"inputs": [ … ]}', BODY_TYPES), binary);
    checkBatch(inference.texts, NO_OPTIONS, limits, '/inputs/0');
    await memory.reserveTexts(request, Math.max(0, ...inference.texts.map(({ length }) => length)), {});
    const steps = classifyAll(service, inference.texts, '/inputs/0/data');
    const results = await timeSlices.run(steps, () => !reply.raw.destroyed);
    const payloads: Buffer[] = [];
    const outputs = inference.outputs.map(({ name, isBinary, numClasses }) => {
      const { data, ...tensor } = toTensor(outputsByName.get(name)!, results, numClasses);
      if (!isBinary) return { ...tensor, data };
      const payload = encodeData(tensor.datatype, data);
      payloads.push(payload);
      return { ...tensor, parameters: { binary_data_size: payload.length } };
    });
    statistics.count(results.length, reply.elapsedTime);
    const body = {
      model_name: MODEL_NAME,
      model_version: classifier.name,
      ...(inference.id !== undefined && { id: inference.id }),
      outputs,
    };
    if (payloads.length === 0) return body;
    const head = Buffer.from(JSON.stringify(body));
    reply.header(HEAD_LENGTH_HEADER, head.length).type(OCTETS);
    return Buffer.concat([head, ...payloads]);
  }
  return async (request: FastifyRequest, reply: FastifyReply) => {
    try {
      return await answer(request, reply);
    } catch (error) {
      statistics.countFailure(reply.elapsedTime);
      throw error;
    }
  };
}

/** Creates the route handler of KServe's version 1: one result per text, as from `POST /`. */
function createPredictHandler(service: Service) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    refuseConfidence(request.query);
    const { 'content-type': contentType = JSON_TYPE } = request.headers;
    const headers = { 'content-type': contentType };
    const body = decodeBody(request.body as Buffer | undefined, headers, '{"instances": ["…"]}');
    const texts = readInstances(body);
    checkBatch(texts, NO_OPTIONS, service.limits, '/instances');
    await service.memory.reserveTexts(request, Math.max(...texts.map(({ length }) => length)), {});
    const steps = classifyAll(service, texts, '/instances');
    return { predictions: await service.timeSlices.run(steps, () => !reply.raw.destroyed) };
  };
}

/** Formats an error as one line, as the protocol requires, with the pointer in front. */
function describeError({ type, message, pointer }: ProblemError, version: string): string {
  if (type === 'not-found') {
    return `Not found; the only model is ${MODEL_NAME}, and its only version ${version}.`;
  }
  return pointer === undefined ? message : `${pointer}: ${message}`;
}
