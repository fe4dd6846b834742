import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../functions/contract/limits.ts';
import manifest from '../../../package.json' with { type: 'json' };
import { SECRET } from '../../helpers/bad-inputs.ts';
import { FAKE_HEADER, FAKE_RESULT, fakeClassifier } from '../../helpers/fake-classifier.ts';
import { appWith, inject, postJson } from '../../helpers/inject.ts';

const app = appWith();

describe('GET /', () => {
  test('tells what is served, by which model, and where the rest is', async () => {
    expect((await inject(app, '/')).json()).toEqual({
      name: 'movie-sentiment',
      version: manifest.version,
      model: FAKE_RESULT.model,
      links: {
        classify: 'POST /',
        batch: 'POST /batch',
        model: '/model',
        openapi: '/openapi.json',
        metrics: '/metrics',
        liveness: '/health/liveness',
        readiness: '/health/readiness',
      },
    });
  });

  test.each([{ isEventsOnly: true }, { hasInferenceProtocol: true }])(
    'its links lead somewhere, with %o',
    async (options) => {
      const app = appWith(options);
      const { links } = (await inject(app, '/')).json() as { links: Record<string, string> };
      for (const link of Object.values(links)) {
        const [url, method = 'GET'] = link.split(' ').reverse() as [string, 'GET' | undefined];
        expect([404, 405]).not.toContain((await inject(app, { method, url })).statusCode);
      }
    },
  );
});

describe('GET /model', () => {
  test('tells what the model file says, and the limits', async () => {
    const { provenance, settings, ...rest } = FAKE_HEADER;
    expect((await inject(app, '/model')).json()).toEqual({
      name: FAKE_RESULT.model,
      ...rest,
      isScale: true,
      attributes: ['negative', 'somewhat-negative', 'neutral', 'somewhat-positive', 'positive'],
      trainingData: { name: 'train.tsv', sha256: provenance.sha256, rows: 7 },
      textData: [],
      softData: [],
      citations: [],
      settings: { ...settings, seed: 1 },
      limits: LIMITS,
    });
  });
});

describe('GET /model of a model that says who gave its data', () => {
  test('tells each file and each citation', async () => {
    const sha256 = 'fedcba9876543210'.repeat(4);
    const provenance = {
      ...FAKE_HEADER.provenance,
      textData: [{ data: 'reviews.ndjson', sha256, rows: 9 }],
      softData: [
        { data: 'soft.ndjson', sha256, rows: 8, teacher: 'transformer-01234567' },
        { data: 'other.ndjson', sha256, rows: 7 },
      ],
      vectors: 'own.vec',
      citations: ['A. Reader, "Reviews", 2011'],
    };
    const app = appWith({ classifier: fakeClassifier(undefined, { ...FAKE_HEADER, provenance }) });
    expect((await inject(app, '/model')).json()).toMatchObject({
      trainingData: { name: 'train.tsv', rows: 7 },
      textData: [{ name: 'reviews.ndjson', sha256, rows: 9 }],
      softData: [
        { name: 'soft.ndjson', sha256, rows: 8, teacher: 'transformer-01234567' },
        { name: 'other.ndjson', sha256, rows: 7 },
      ],
      vectors: 'own.vec',
      citations: ['A. Reader, "Reviews", 2011'],
    });
  });
});

describe('OPTIONS /', () => {
  test('tells the methods', async () => {
    const reply = await inject(app, { method: 'OPTIONS', url: '/' });
    expect([reply.statusCode, reply.headers.allow]).toEqual([204, 'GET, HEAD, POST, OPTIONS']);
  });

  test('lets a sender of events send', async () => {
    const headers = { 'webhook-request-origin': 'eventemitter.example.com' };
    const reply = await inject(app, { method: 'OPTIONS', url: '/', headers });
    expect(reply.statusCode).toBe(200);
    expect(reply.headers).toMatchObject({
      'webhook-allowed-origin': 'eventemitter.example.com',
      'webhook-allowed-rate': '*',
    });
  });
});

describe('GET /metrics', () => {
  /** The lines of the metrics of an app after these requests, comments left out. */
  async function metricsAfter(...requests: Parameters<typeof inject>[1][]) {
    const app = appWith();
    for (const request of requests) await inject(app, request);
    const reply = await inject(app, '/metrics');
    expect(reply.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    return reply.body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  }
  const json = { 'content-type': 'application/json' };
  const good = { method: 'POST', url: '/', headers: json, payload: '{"mytext":"A good film."}' } as const;

  test('counts requests by method, route and status, with their duration in seconds', async () => {
    const lines = await metricsAfter(good, good, { ...good, payload: '{' }, '/health/liveness');
    const counts = lines.filter((line) => line.startsWith('http_server_request_duration_seconds_count'));
    expect(counts).toHaveLength(3);
    expect(counts.join('\n')).toMatch(
      /http_request_method="POST".*http_route="\/".*http_response_status_code="200"\} 2\n/,
    );
    expect(counts.join('\n')).toMatch(/http_response_status_code="400".*\} 1/);
    expect(counts.join('\n')).toMatch(/http_request_method="GET".*http_route="\/health\/liveness".*\} 1/);
    const sum = lines.find((line) => line.startsWith('http_server_request_duration_seconds_sum'));
    expect(Number(sum?.split(' ').at(-1))).toBeLessThan(5);
  });

  test('counts texts by sentiment and model, one by one in a batch', async () => {
    const batch = { ...good, url: '/batch', payload: '{"mytexts":["One.","","Three."]}' };
    const lines = await metricsAfter(good, batch);
    expect(lines).toContain(
      'sentiment_classifications_total{sentiment="somewhat negative",model="fake-00000000"} 3',
    );
    expect(lines).toContain('sentiment_text_length_characters_count 3');
    expect(lines).toContain('sentiment_text_length_characters_bucket{le="10"} 2');
    expect(lines).toContain('sentiment_coverage_ratio_sum 3');
  });

  test('counts the valence of texts, whose mean tells of drift', async () => {
    const lines = await metricsAfter(good);
    expect(lines).toContain('sentiment_valence_count 1');
    expect(lines).toContain('sentiment_valence_bucket{le="0.5"} 0');
  });

  test('names only counters as such, as promtool has it', async () => {
    const { body } = await inject(appWith(), '/metrics');
    const types = body.split('\n').flatMap((line) => {
      const [, name, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
      return name === undefined ? [] : [{ name, type }];
    });
    expect(types.length).toBeGreaterThan(20);
    for (const { name, type } of types)
      expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
  });

  test('are in OpenMetrics where that is asked for, and each time the same', async () => {
    const app = appWith();
    await app.inject(good);
    const read = (accept?: string) =>
      app.inject({ url: '/metrics', headers: accept === undefined ? {} : { accept } });
    const prometheus = [
      'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6',
      'application/openmetrics-text;version=1.0.0;q=0.5',
      'text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4',
      'text/plain;version=0.0.4;q=0.3',
      '*/*;q=0.2',
    ].join(',');
    for (let i = 0; i < 2; i++) {
      const open = await read(prometheus);
      expect(open.headers['content-type']).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
      expect(open.headers.vary).toBe('Accept');
      expect(open.body).toContain(
        '# TYPE sentiment_classifications counter\nsentiment_classifications_total{sentiment="somewhat negative"',
      );
      expect(open.body).toContain(
        '# TYPE sentiment_valence histogram\nsentiment_valence_bucket{le="0.5"} 0\n',
      );
      expect(open.body).toMatch(/\n# EOF\n$/);
      expect(open.body).not.toContain('\n\n');
      for (const accept of [undefined, '*/*', 'text/plain', 'application/json', 'text/plain;version=9']) {
        const plain = await read(accept);
        expect(plain.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
        expect(plain.body).toContain('# TYPE sentiment_classifications_total counter\n');
      }
    }
  });

  test('tells of the process', async () => {
    const names = (await metricsAfter()).map((line) => line.split(/[ {]/)[0]);
    expect(names).toContain('process_resident_memory_bytes');
    expect(names).toContain('nodejs_eventloop_lag_seconds');
  });

  test('holds nothing that a client sent', async () => {
    const lines = await metricsAfter(
      { ...good, payload: `{"mytext":"${SECRET}"}`, url: `/?q=${SECRET}`, headers: { ...json, a: SECRET } },
      `/${SECRET}`,
    );
    expect(lines.join()).not.toContain(SECRET);
  });

  test('does not grow with unknown paths and methods', async () => {
    const requests = Array.from({ length: 20 }, (_, i) => `/nothing-${i}`);
    const methods = ['PROPFIND', 'QUERY', 'MKCOL'].map((method) => ({ method: method as 'GET', url: '/' }));
    const counts = (await metricsAfter(...requests, ...methods)).filter((line) =>
      line.startsWith('http_server_request_duration_seconds_count'),
    );
    expect(counts).toHaveLength(2);
    expect(counts.join('\n')).toMatch(/http_request_method="_OTHER".*\} 3/);
  });

  test('each app counts for itself', async () => {
    await postJson(app, '/', { mytext: 'Fine.' });
    expect((await metricsAfter()).join()).not.toContain('http_server_request_duration_seconds_count');
  });
});
