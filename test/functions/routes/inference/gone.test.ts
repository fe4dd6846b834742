import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { FAKE_RESULT, fakeClassifier, inSteps } from '../../../helpers/fake-classifier.ts';
import { requestOf } from '../../../helpers/inference.ts';
import { appWith } from '../../../helpers/inject.ts';
import { head, open } from '../../../helpers/raw-http.ts';

const TEXTS = Array<string>(100).fill('Fine.');

test.each([
  ['/v2/models/movie-sentiment/infer', requestOf(TEXTS)],
  ['/v1/models/movie-sentiment:predict', { instances: TEXTS }],
])('a client of %s that disconnects ends the work, and is no failure', async (path, body) => {
  const classifier = fakeClassifier();
  const started = Promise.withResolvers<void>();
  let isGone = false;
  let numClassified = 0;
  classifier.classifyInSteps = inSteps(function* () {
    started.resolve();
    while (!isGone) yield;
    numClassified++;
    return FAKE_RESULT;
  });
  const lines: string[] = [];
  const logger = { stream: { write: (line: string) => lines.push(line) } };
  const app = appWith({ classifier, logger, hasInferenceProtocol: true });
  const socket = await open(app);
  const json = JSON.stringify(body);
  const request = [`POST ${path} HTTP/1.1`, 'Host: a', 'Content-Type: application/json'];
  socket.write(head(...request, `Content-Length: ${json.length}`) + json);
  await started.promise;
  socket.resetAndDestroy();
  await vi.waitFor(() => expect(lines.join('')).toContain('"problem":"aborted"'));
  isGone = true;
  for (let i = 0; i < 20; i++) await nextTurn(); // where the work would go on
  await app.close();
  expect(numClassified).toBe(0);
  const requests = lines
    .map((line) => JSON.parse(line))
    .filter(({ msg }) => msg !== undefined && !/listen/.test(msg));
  expect(requests).toMatchObject([{ msg: 'request', problem: 'aborted' }]);
});
