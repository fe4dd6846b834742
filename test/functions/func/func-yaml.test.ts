import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadClassifier } from '../../../classifier/src/index.ts';
import { buildApp } from '../../../functions/app.ts';
import { readModel } from '../../../scripts/program/model-option.ts';

const ROOT = join(import.meta.dirname, '../../..');
let log = '';
const app = buildApp({
  classifier: loadClassifier(await readModel('linear')),
  logger: {
    stream: {
      write: (line: string) => {
        log += line;
      },
    },
  },
});
let port: number;

beforeAll(async () => {
  await app.listen({ port: 0, host: '127.0.0.1' });
  ({ port } = app.server.address() as AddressInfo);
});
afterAll(() => app.close());

/** The bytes that `func invoke` sends: recorded from Go's net/http and CloudEvents SDK 2.16.2, on which it is built. */
function invokeBytes(format: 'http' | 'cloudevent', data: string): string {
  const attributes = [
    'Ce-Id: 0b0d1c4e-5ac5-4b5b-9a8b-5b9b4b2a9d5e',
    'Ce-Source: /boson/fn',
    'Ce-Specversion: 1.0',
    'Ce-Time: 2026-11-24T02:00:08.122918046Z',
    'Ce-Type: boson.fn',
  ];
  const lines = [
    'POST / HTTP/1.1',
    'Host: localhost:8080',
    'User-Agent: Go-http-client/1.1',
    `Content-Length: ${Buffer.byteLength(data)}`,
    ...(format === 'cloudevent' ? attributes : []),
    'Content-Type: application/json',
    'Accept-Encoding: gzip',
  ];
  return `${lines.join('\r\n')}\r\n\r\n${data}`;
}

describe.each(['http', 'cloudevent'] as const)('func invoke --format %s', (format) => {
  async function invoke(data: string) {
    const socket = connect(port, '127.0.0.1');
    socket.write(invokeBytes(format, data));
    let answer = '';
    while (!answer.endsWith('}')) answer += (await once(socket, 'data')).join('');
    socket.destroy();
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    return { head, body: JSON.parse(body) };
  }

  test('with --data is answered', async () => {
    const { head, body } = await invoke('{"mytext":"A lovely film."}');
    expect(head).toMatch(/^HTTP\/1.1 200 /);
    if (format === 'cloudevent') expect(head).toContain('ce-type: dev.movie-sentiment.classified.v1\r\n');
    expect(body.sentiment).toBe('positive');
  });

  test("alone, with func's own data, is told what is missing, in the log too", async () => {
    const { head, body } = await invoke('{"message":"Hello World"}');
    expect(head).toMatch(/^HTTP\/1.1 400 /);
    expect(body).toMatchObject({
      type: '/problems/missing-text',
      detail: expect.stringContaining('expected {"mytext": "…"}'),
    });
    await expect.poll(() => log).toContain('"status":400,"problem":"missing-text"');
  });
});

describe('func.yaml', () => {
  test('names what is there, and nothing that a deployment must not set', async () => {
    const config = parse(await readFile(join(ROOT, 'func.yaml'), 'utf8'));
    const { scripts, engines } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    expect(Object.keys(config)).toEqual(
      'specVersion,name,runtime,created,invoke,build,run,deploy'.split(','),
    );
    expect(config).toMatchObject({ specVersion: '0.36.0', runtime: 'typescript', invoke: 'http' });
    expect(config.name).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
    expect(Number.isNaN(Date.parse(config.created))).toBe(false);
    expect(config.build.buildEnvs).toContainEqual({ name: 'BP_NODE_RUN_SCRIPTS', value: 'build' });
    expect(config.build.buildEnvs).toContainEqual({ name: 'BP_NODE_VERSION', value: '24.*' });
    expect(engines.node).toBe('>=24');
    expect(scripts).toMatchObject({ build: expect.any(String), start: expect.any(String) });
    const names = config.run.envs.map(({ name }: { name: string }) => name);
    for (const reserved of ['PORT', 'K_SERVICE', 'K_REVISION', 'K_CONFIGURATION']) {
      expect(names).not.toContain(reserved);
    }
    // Of a later specVersion func 1.24 would look for "scale" at the top, which func 1.23 does not know.
    expect(config.deploy.options.scale).toEqual({ min: 0, max: 20, metric: 'concurrency', target: 20 });
    for (const path of Object.values<string>(config.deploy.healthEndpoints)) {
      expect((await fetch(`http://127.0.0.1:${port}${path}`)).status).toBe(200);
    }
  });
});
