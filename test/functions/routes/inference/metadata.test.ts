import { describe, expect, test } from 'vitest';
import { createDrain } from '../../../../functions/service/drain.ts';
import manifest from '../../../../package.json' with { type: 'json' };
import { app, infer, MODEL, requestOf, VERSION } from '../../../helpers/inference.ts';
import { appWith, inject } from '../../../helpers/inject.ts';

describe('metadata and health', () => {
  test.each(['/v2', '/v2/'])('%s tells name, version and extensions', async (url) => {
    const { body } = url === '/v2' ? await inject(app, url) : await app.inject(url);
    expect(JSON.parse(body)).toEqual({
      name: 'movie-sentiment',
      version: manifest.version,
      extensions: ['binary_tensor_data', 'classification', 'model_configuration', 'statistics'],
    });
  });

  test.each([MODEL, `${MODEL}/versions/${VERSION}`])('%s tells inputs and outputs', async (url) => {
    expect((await inject(app, url)).json()).toEqual({
      name: 'movie-sentiment',
      versions: [VERSION],
      platform: 'movie-sentiment_linear',
      inputs: [{ name: 'mytext', datatype: 'BYTES', shape: [-1] }],
      outputs: [
        { name: 'sentiment', datatype: 'BYTES', shape: [-1] },
        { name: 'label', datatype: 'INT64', shape: [-1] },
        { name: 'probabilities', datatype: 'FP64', shape: [-1, 5] },
      ],
    });
  });

  test('it is live and ready', async () => {
    expect((await inject(app, '/v2/health/live')).json()).toEqual({ live: true });
    expect((await inject(app, '/v2/health/ready')).json()).toEqual({ ready: true });
    for (const url of [`${MODEL}/ready`, `${MODEL}/versions/${VERSION}/ready`]) {
      expect((await inject(app, url)).json()).toEqual({ name: 'movie-sentiment', ready: true });
    }
  });

  test('while draining it is live and not ready', async () => {
    const drain = createDrain();
    drain.begin();
    const draining = appWith({ hasInferenceProtocol: true, drain });
    expect((await inject(draining, '/v2/health/live')).statusCode).toBe(200);
    for (const url of ['/v2/health/ready', `${MODEL}/ready`]) {
      const reply = await inject(draining, url);
      expect(reply.statusCode).toBe(503);
      expect(reply.headers['retry-after']).toBe('1');
      expect(reply.json()).toMatchObject({ ready: false, error: expect.stringContaining('stopping') });
    }
    expect((await infer(requestOf(['Fine.']), {}, draining)).statusCode).toBe(200);
  });

  test('other handlers do not serve it', async () => {
    expect((await inject(appWith(), { url: '/model' })).statusCode).toBe(200);
    expect((await appWith().inject('/v2')).statusCode).toBe(404);
    expect((await appWith({ isEventsOnly: true, hasInferenceProtocol: true }).inject('/v2')).statusCode).toBe(
      404,
    );
  });
});
