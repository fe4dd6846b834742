import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadClassifier } from '../../../classifier/src/index.ts';
import { anyCharacter, anyUrl } from '../../helpers/any-text.ts';
import { appWith, inject } from '../../helpers/inject.ts';
import { tinyModelBytes } from '../../helpers/tiny-model.ts';

const app = appWith({ classifier: loadClassifier(await tinyModelBytes()), hasInferenceProtocol: true });
const text = fc.string({ unit: anyCharacter, maxLength: 40 });
const number = fc.oneof(fc.integer({ min: -2, max: 40 }), fc.constantFrom(2 ** 31, 2 ** 53, 1e308, 0.5, -0));

/** A value that a client may take for the right one, among others. */
const oddly = <Value>(right: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 6, arbitrary: right }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) });
const tensor = fc.record(
  {
    name: oddly(fc.constant('mytext')),
    datatype: oddly(fc.constant('BYTES')),
    shape: oddly(fc.array(number, { maxLength: 3 })),
    data: oddly(fc.array(fc.oneof(text, fc.array(text, { maxLength: 2 })), { maxLength: 4 })),
    parameters: oddly(
      fc.record(
        { binary_data_size: oddly(number), content_type: oddly(fc.constantFrom('str', 'base64')) },
        { requiredKeys: [] },
      ),
    ),
  },
  { requiredKeys: [] },
);
const output = fc.record(
  {
    name: oddly(fc.constantFrom('sentiment', 'label', 'probabilities')),
    parameters: oddly(
      fc.record({ binary_data: oddly(fc.boolean()), classification: oddly(number) }, { requiredKeys: [] }),
    ),
  },
  { requiredKeys: [] },
);
const inference = fc.record(
  {
    id: oddly(text),
    inputs: oddly(fc.array(oddly(tensor), { maxLength: 2 })),
    outputs: oddly(fc.array(oddly(output), { maxLength: 4 })),
    parameters: oddly(fc.record({ binary_data_output: oddly(fc.boolean()) }, { requiredKeys: [] })),
  },
  { requiredKeys: [] },
);
/** An element in binary, its length right or not. */
const element = fc
  .tuple(fc.uint8Array({ maxLength: 20 }), fc.integer({ min: -1, max: 2 }))
  .map(([bytes, more]) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE((bytes.length + more) >>> 0);
    return Buffer.concat([length, bytes]);
  });
/** Tensors in binary after their JSON, with the header that says so, right or not. */
const binaryInference = fc
  .tuple(inference, fc.array(element, { maxLength: 3 }), fc.oneof(fc.constant(undefined), fc.string()))
  .map(([json, elements, wrongLength]) => {
    const head = Buffer.from(JSON.stringify(json));
    const length = wrongLength?.replace(/[^!-~]/g, '') ?? String(head.length);
    return {
      body: Buffer.concat([head, ...elements]),
      headers: { 'inference-header-content-length': length },
    };
  });

const plain = (values: fc.Arbitrary<unknown>) =>
  values.map((value) => ({ body: Buffer.from(JSON.stringify(value)), headers: {} }));
const bytes = fc.uint8Array({ maxLength: 200 }).map((body) => ({ body: Buffer.from(body), headers: {} }));
const event = fc.record(
  {
    specversion: oddly(fc.constant('1.0')),
    id: oddly(text),
    source: oddly(anyUrl),
    type: oddly(text),
    datacontenttype: oddly(fc.constant('application/json')),
    time: oddly(fc.date({ noInvalidDate: true }).map((date) => date.toISOString())),
    data: oddly(fc.record({ mytext: oddly(text) })),
    data_base64: oddly(text),
  },
  { requiredKeys: [] },
);

/** A body as it is, in a coding, or in one that it does not have. */
const coded = (body: Buffer) =>
  fc.constantFrom<[Record<string, string>, Buffer]>(
    [{}, body],
    [{ 'content-encoding': 'gzip' }, gzipSync(body)],
    [{ 'content-encoding': 'deflate' }, deflateSync(body)],
    [{ 'content-encoding': 'gzip' }, body],
    [{ 'content-encoding': 'deflate' }, gzipSync(body).subarray(0, -3)],
    [{ 'content-encoding': 'br, gzip' }, body],
  );
const confidence = fc.oneof(
  fc.string(),
  fc.double().map(String),
  fc.constantFrom('', '.', '1.', '1e0', '0x1', '+1'),
);
const query = fc
  .record({ minConfidence: confidence, explain: fc.constantFrom('true', 'false', '1') }, { requiredKeys: [] })
  .map((parameters) => `?${new URLSearchParams(parameters)}`);

describe('whatever is sent, the service answers as the document has it, and does not fail', () => {
  test.each([
    ['/', 'application/json', plain(oddly(fc.record({ mytext: oddly(text) })))],
    ['/', 'application/cloudevents+json', plain(oddly(event))],
    ['/', 'application/cloudevents-batch+json', plain(oddly(fc.array(oddly(event), { maxLength: 3 })))],
    ['/batch', 'application/json', plain(oddly(fc.record({ mytexts: oddly(fc.array(oddly(text))) })))],
    ['/batch', 'application/x-ndjson', plain(oddly(fc.record({ mytext: oddly(text), id: oddly(text) })))],
    ['/v2/models/movie-sentiment/infer', 'application/json', plain(oddly(inference))],
    ['/v2/models/movie-sentiment/infer', 'application/octet-stream', binaryInference],
    [
      '/v1/models/movie-sentiment:predict',
      'application/json',
      plain(oddly(fc.record({ instances: oddly(fc.array(oddly(text))) }))),
    ],
  ])('at %s as %s', async (path, type, requests) => {
    const anyRequest = fc
      .tuple(fc.oneof({ weight: 5, arbitrary: requests }, { weight: 1, arbitrary: bytes }), query)
      .chain(([{ body, headers }, search]) =>
        coded(body).map(([coding, payload]) => ({
          url: `${path}${search}`,
          payload,
          headers: { 'content-type': type, ...headers, ...coding },
        })),
      );
    await fc.assert(
      fc.asyncProperty(anyRequest, async (request) => {
        const { statusCode } = await inject(app, { method: 'POST', ...request });
        expect(statusCode).toBeLessThan(500);
      }),
      { numRuns: 400 },
    );
  });
});
