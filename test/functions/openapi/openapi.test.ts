import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import { type Classifier, loadClassifier } from '../../../classifier/src/index.ts';
import { LIMITS, TRANSFORMER_LIMITS } from '../../../functions/contract/limits.ts';
import { PROBLEMS } from '../../../functions/contract/problems.ts';
import manifest from '../../../package.json' with { type: 'json' };
import { readModel } from '../../../scripts/program/model-option.ts';
import { readRequests } from '../../../scripts/requests/read-requests.ts';
import type { OpenApi } from '../../../scripts/verify/check-answer.ts';
import { expectAsShown } from '../../helpers/expect-as-shown.ts';
import { FAKE_RESULT, fakeClassifier, UNORDERED_HEADER } from '../../helpers/fake-classifier.ts';
import { appWith, documentOf, inject } from '../../helpers/inject.ts';

const HANDLERS = {
  http: { hasInferenceProtocol: true },
  events: { isEventsOnly: true },
  lambda: {},
};
const validator = new Validator();
// A fake one refuses nothing.
const classifier = loadClassifier(await readModel('linear'));
const http = await documentOf(appWith(HANDLERS.http));

/** The paths and methods of a document, such as `POST /batch`. */
function routesOf({ paths }: OpenApi): string[] {
  return Object.entries(paths)
    .flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    )
    .sort();
}

describe.each(Object.entries(HANDLERS))('the document of the handler %s', (_, options) => {
  test('is valid OpenAPI 3.1', async () => {
    const document = await documentOf(appWith(options));
    expect(await validator.validate(document as never)).toEqual({ valid: true });
    expect(document).toMatchObject({
      openapi: expect.stringMatching(/^3\.1\./),
      info: { version: manifest.version, license: { identifier: 'Apache-2.0' } },
    });
  });

  test('has every route of the app, and no other', async () => {
    const app = appWith(options);
    await app.ready();
    const served: string[] = [];
    // The tree is the one place where Fastify tells its routes after they were added.
    const tree = app.printRoutes({ commonPrefix: false });
    const stack: string[] = [];
    for (const line of tree.split('\n')) {
      const match = /^([│ ]*)[├└]── (\S*) \((.*)\)$/.exec(line);
      if (!match) continue;
      stack.length = match[1]!.length / 4;
      stack.push(match[2]!);
      for (const method of match[3]!.split(', ')) served.push(`${method} ${stack.join('')}`);
    }
    const routes = served.filter((route) => !route.startsWith('HEAD ') && route !== 'GET /v2/');
    // The document has no model's version.
    const templates = routes.map((route) => route.replace(FAKE_RESULT.model, '{version}'));
    expect(templates.sort()).toEqual(routesOf(await documentOf(app)));
  });

  test('is the same each time', async () => {
    expect((await appWith(options).inject('/openapi.json')).body).toBe(
      (await appWith(options).inject('/openapi.json')).body,
    );
  });

  test('has operations of different names, each with a tag that is told of', async () => {
    const { paths, tags } = (await documentOf(appWith(options))) as OpenApi & { tags: { name: string }[] };
    const operations = Object.values(paths).flatMap(Object.values);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    expect([...new Set(operations.flatMap((operation) => operation.tags))].sort()).toEqual(
      tags.map(({ name }) => name).sort(),
    );
  });

  test('has a parameter for each part of a path that is one', async () => {
    const { paths } = await documentOf(appWith(options));
    for (const [path, operations] of Object.entries(paths)) {
      const names = Array.from(path.matchAll(/\{(.*?)\}/g), ([, name]) => name);
      for (const { parameters = [] } of Object.values(operations)) {
        const declared = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
        expect(declared, path).toEqual(names);
      }
    }
  });

  test('refers to every component it has, and to no other', async () => {
    const document = await documentOf(appWith(options));
    const names = Object.entries(document.components).flatMap(([kind, parts]) =>
      Object.keys(parts).map((name) => `#/components/${kind}/${name}`),
    );
    const used = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, name]) => name);
    // These two answer requests that meet no operation.
    const unused = ['NotFound', 'MethodNotAllowed'].map((name) => `#/components/responses/${name}`);
    expect([...new Set([...used, ...unused])].sort()).toEqual(names.sort());
  });

  test('is the same whatever model is served, and names none', async () => {
    const body = async (served: Classifier) =>
      (await appWith({ ...options, classifier: served }).inject('/openapi.json')).body;
    const document = await body(classifier);
    expect(await body(fakeClassifier(undefined, UNORDERED_HEADER))).toBe(document);
    expect(document).not.toContain(classifier.name);
  });

  test('its requests are answered in the way it shows', async () => {
    const app = appWith({ ...options, classifier });
    for (const request of readRequests((await app.inject('/openapi.json')).json())) {
      const { method, path, headers, body } = request;
      const sent = {
        method: method as 'GET',
        url: path,
        headers,
        ...(body !== undefined && { payload: body }),
      };
      const reply = await inject(app, sent);
      expectAsShown(request, {
        status: reply.statusCode,
        contentType: reply.headers['content-type'],
        body: reply.body,
      });
    }
  });
});

test('the handlers differ in what they serve', async () => {
  const events = routesOf(await documentOf(appWith(HANDLERS.events)));
  expect(events).toContain('POST /');
  expect(events).not.toContain('POST /batch');
  expect(routesOf(http)).toContain('POST /v2/models/movie-sentiment/infer');
  expect(routesOf(await documentOf(appWith())).join()).not.toContain('/v2');
});

test('every limit in the document is the one that is kept', () => {
  const { schemas } = http.components as unknown as { schemas: Record<string, { properties: never }> };
  expect(schemas.Text).toMatchObject({ minLength: 1, maxLength: LIMITS.textCharacters });
  expect(schemas.BatchRequest!.properties).toMatchObject({
    mytexts: { minItems: 1, maxItems: LIMITS.batchTexts },
  });
  expect(schemas.EventBatch).toMatchObject({ maxItems: LIMITS.batchTexts });
  expect(schemas.Answer!.properties).toMatchObject({ explanation: { maxItems: LIMITS.explanationTokens } });
  const { batchTexts, ...others } = LIMITS;
  expect(schemas.Model!.properties).toMatchObject({
    limits: {
      properties: {
        ...Object.fromEntries(
          Object.entries(others).map(([name, limit]) => [name, { type: 'integer', const: limit }]),
        ),
        batchTexts: { type: 'integer', enum: [batchTexts, TRANSFORMER_LIMITS.batchTexts] },
      },
    },
  });
  const descriptions = JSON.stringify(http.paths['/batch']);
  const { bodyBytes, lineBytes, idleSeconds } = LIMITS;
  for (const limit of [batchTexts, bodyBytes, lineBytes, idleSeconds, TRANSFORMER_LIMITS.batchCharacters]) {
    expect(descriptions).toContain(` ${limit} `);
  }
});

test('every kind of error stands in the document', () => {
  // Of these two the answers say no more than that a text or line of a batch is at fault.
  const inBatch = ['invalid-id', 'line-too-long'];
  const document = JSON.stringify([http.paths, http.components.responses]);
  for (const type of Object.keys(PROBLEMS).filter((type) => !inBatch.includes(type))) {
    expect(document).toContain(`"/problems/${type}"`);
  }
});
