// Calls every route by openapi-fetch with the types that openapi-typescript makes: node openapi-typescript.js URL
import assert from 'node:assert';
import createClient from 'openapi-fetch';
import type { paths } from './schema.js';

const client = createClient<paths>({ baseUrl: process.argv[2]! });
/** The data of an answer. @throws AssertionError where it was an error */
async function dataOf<Data>(call: Promise<{ data?: Data; response: Response }>): Promise<Data> {
  const { data, response } = await call;
  assert(data !== undefined, `${response.url}: ${response.status}`);
  return data;
}

const body = { mytext: 'A lovely film.' };
const explained = await dataOf(client.POST('/', { params: { query: { explain: true } }, body }));
assert(typeof explained === 'object' && 'explanation' in explained && explained.explanation);
const open = await dataOf(client.POST('/', { params: { query: { minConfidence: 1 } }, body }));
assert(typeof open === 'object' && 'confidence' in open && open.sentiment === null);
const batch = await dataOf(client.POST('/batch', { body: { mytexts: ['Fine.', ''] } }));
assert(typeof batch === 'object' && batch.results.length === 2);
const allowed = await client.OPTIONS('/', {
  params: { header: { 'webhook-request-origin': 'broker.example.com' } },
});
assert(allowed.response.status === 200);

const service = await dataOf(client.GET('/'));
assert(typeof service === 'object');
const version = service.model;
assert((await dataOf(client.GET('/model'))).name === version);
assert('openapi' in (await dataOf(client.GET('/openapi.json'))));
assert(
  (await dataOf(client.GET('/metrics', { parseAs: 'text' }))).includes('sentiment_classifications_total'),
);
assert((await dataOf(client.GET('/health/liveness'))).status === 'alive');
assert((await dataOf(client.GET('/health/readiness'))).status === 'ready');

const tensor = { name: 'mytext', datatype: 'BYTES', shape: [1], data: ['Fine.'] } as const;
const tensors = { inputs: [{ ...tensor, shape: [1], data: ['Fine.'] }] };
const params = { path: { version } };
const inferred = await dataOf(client.POST('/v2/models/movie-sentiment/infer', { body: tensors }));
assert(typeof inferred === 'object' && inferred.outputs.length === 3);
const byVersion = '/v2/models/movie-sentiment/versions/{version}';
await dataOf(client.POST(`${byVersion}/infer`, { params, body: tensors }));
const instances = { instances: ['Fine.'] };
assert((await dataOf(client.POST('/v1/models/movie-sentiment:predict', { body: instances }))).predictions[0]);
for (const path of [
  '/v1/models',
  '/v1/models/movie-sentiment',
  '/v2',
  '/v2/health/live',
  '/v2/health/ready',
  '/v2/models/stats',
  '/v2/models/movie-sentiment',
  '/v2/models/movie-sentiment/ready',
  '/v2/models/movie-sentiment/config',
  '/v2/models/movie-sentiment/stats',
] as const) {
  await dataOf<unknown>(client.GET(path));
}
await dataOf(client.GET(byVersion, { params }));
await dataOf(client.GET(`${byVersion}/ready`, { params }));
await dataOf(client.GET(`${byVersion}/config`, { params }));
await dataOf(client.GET(`${byVersion}/stats`, { params }));

const long = { mytext: 'so '.repeat(7000) };
const { error } = await client.POST('/', { body: long });
assert(error?.type === '/problems/text-too-long');
