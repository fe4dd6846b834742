// node .ci/check-server.mjs URL
// Waits until a server is ready, posts a text to it, and fails unless the answers are what the contract says.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

const START_LIMIT_MS = 60_000;
const FIELDS = ['sentiment', 'label', 'confidence', 'probabilities', 'valence', 'coverage', 'model'];
const url = process.argv[2];

await waitUntilReady();

const json = await post('application/json');
const body = await json.text();
console.log(body);
assert.equal(json.status, 200);
assert.match(json.headers.get('content-type'), /^application\/json\b/);
const result = JSON.parse(body);
assert.deepEqual(Object.keys(result), FIELDS);
const probabilities = Object.values(result.probabilities);
assert.equal(probabilities.length, 5);
assert.equal(probabilities.reduce((sum, p) => sum + p, 0).toFixed(5), '1.00000');
assert.equal(Object.keys(result.probabilities)[result.label], result.sentiment);
assert.equal(Math.max(...probabilities), result.confidence);

const text = await post('text/plain');
const words = await text.text();
console.log(words);
assert.equal(text.status, 200);
assert.match(text.headers.get('content-type'), /^text\/plain\b/);
assert.equal(words.toLowerCase(), result.sentiment);

async function waitUntilReady() {
  const start = performance.now();
  while (performance.now() - start < START_LIMIT_MS) {
    const response = await fetch(`${url}/health/readiness`).catch(() => undefined);
    if (response?.ok) return;
    await sleep(50);
  }
  throw new Error(`${url} was not ready within ${START_LIMIT_MS} ms`);
}

function post(accept) {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ mytext: 'A film of quiet, stubborn grace.' }),
  });
}
