import { mkdir, mkdtemp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { type DescribedApi, readRequests } from '../../scripts/requests/read-requests.ts';
import { appWith, documentOf } from '../helpers/inject.ts';
import {
  COLLECTION_FILE,
  collection,
  collectionFile,
  HTTP_FILE,
  httpFile,
  itemsOf,
  parseHttpFile,
  toFiledRequest,
} from '../helpers/request-files.ts';
import { runInProcess } from '../helpers/run-in-process.ts';

const DEFAULT_URL = 'http://localhost:8080';

const scratch = await mkdtemp(join(inject('scratch'), 'requests-'));
const document = (await documentOf(appWith({ hasInferenceProtocol: true }))) as DescribedApi;

describe('npm run requests', () => {
  test('writes the two files that are committed; if not, run it and commit what it writes', async () => {
    const { stdout, stderr, code } = await runInProcess('requests.ts', ['--out', scratch]);
    expect([stderr, code]).toEqual(['', 0]);
    const paths = [COLLECTION_FILE, HTTP_FILE].map((file) => join(scratch, file));
    expect(stdout).toBe(`${paths.join('\n')}\n`);
    expect(await readFile(paths[0]!, 'utf8')).toBe(collectionFile);
    expect(await readFile(paths[1]!, 'utf8')).toBe(httpFile);
  });

  test('says so where it cannot write, and leaves nothing behind', async () => {
    const folder = join(scratch, 'taken');
    await mkdir(join(folder, COLLECTION_FILE), { recursive: true });
    const { stderr, code } = await runInProcess('requests.ts', ['--out', folder]);
    expect(stderr).toMatch(/^error: .*: cannot be written: .*\n$/);
    expect(code).toBe(1);
    expect(await readdir(folder)).toEqual([COLLECTION_FILE]);
  });
});

describe('the two files', () => {
  const items = itemsOf(collection);

  test('have the same requests, each with a name of its own', () => {
    expect(parseHttpFile(httpFile, '{{baseUrl}}')).toEqual(items.map(toFiledRequest));
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    expect(new Set(items.map(({ name }) => name)).size).toBe(items.length);
  });

  test('have a request of each operation and each content type', () => {
    const numRequests = new Map<string, number>();
    for (const { method, path, headers } of readRequests(document)) {
      const key = `${method} ${path.split('?')[0]} ${headers['content-type'] ?? ''}`;
      numRequests.set(key, (numRequests.get(key) ?? 0) + 1);
    }
    const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).flatMap(([method, { requestBody }]) =>
        Object.keys(requestBody?.content ?? { '': {} }).map(
          (mediaType) => `${method.toUpperCase()} ${path} ${mediaType}`,
        ),
      ),
    );
    // Those by version are the same again, and so are streams by their other names.
    const isRepeated = (key: string) =>
      key.includes('/versions/') || /application\/(ndjson|jsonl)$/.test(key);
    const missing = documented.filter((key) => !numRequests.has(key) && !isRepeated(key));
    expect(missing).toEqual([]);
  });

  test('go to the port of "npm start", which is written in one place of each', () => {
    expect(collection.variable).toEqual([{ key: 'baseUrl', value: DEFAULT_URL }]);
    expect(httpFile).toContain(`\n@baseUrl = ${DEFAULT_URL}\n`);
    for (const text of [httpFile, collectionFile]) expect(text.split('localhost')).toHaveLength(2);
  });
});

test('an example without an answer of its name is refused', () => {
  const other = structuredClone(document);
  Object.assign(other.paths['/']!.post!.requestBody!.content['application/json']!.examples!, {
    other: { value: {} },
  });
  expect(() => readRequests(other)).toThrow('the example "other" of classify has no answer of its name');
});
