import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { built } from '../helpers/built.ts';
import { killAll, type Served, serveBundle } from '../helpers/serve-bundle.ts';
import { besidePython, isThere, run } from './tools.ts';

const REDOCLY = '@redocly/cli@2.77.0';
const SCHEMATHESIS = besidePython('schemathesis');

let service: Served;
let folder: string;
beforeAll(async () => {
  service = await serveBundle((await built('http')).folder);
  folder = await mkdtemp(join(inject('scratch'), 'document-'));
  await cp(join(import.meta.dirname, 'document'), folder, { recursive: true });
  const document = await fetch(`http://127.0.0.1:${service.port}/openapi.json`);
  await writeFile(join(folder, 'openapi.json'), await document.text());
});
afterAll(killAll);

const hasRedocly = isThere("redocly's linter", 'npx', '--yes', '--prefer-offline', REDOCLY, '--version');
test.skipIf(!hasRedocly)("redocly's linter finds nothing in the document", async () => {
  const lint = ['lint', 'openapi.json', '--config', 'redocly.yaml', '--format', 'json'];
  const { problems } = JSON.parse(await run('npx', ['--yes', '--prefer-offline', REDOCLY, ...lint], folder));
  expect(problems).toEqual([]);
});

const hasSchemathesis = isThere('schemathesis', SCHEMATHESIS, '--version');
test.skipIf(!hasSchemathesis)(
  'schemathesis finds no answer that the document does not tell of, and no failure',
  { timeout: 600_000 },
  async () => {
    const config = ['--config-file', 'schemathesis.toml'];
    const limits = ['--max-examples', '10', '--seed', '1', '--generation-database', 'none'];
    const address = `http://127.0.0.1:${service.port}`;
    await run(SCHEMATHESIS, [...config, 'run', 'openapi.json', '--url', address, ...limits], folder);
    expect(service.log()).not.toContain('"status":500');
  },
);
