import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { built } from '../helpers/built.ts';
import { killAll, serveBundle } from '../helpers/serve-bundle.ts';

/** An interpreter with the package of `knative/beam/requirements.txt`. */
const PYTHON = process.env.PYTHON ?? 'python3';
const PROGRAM = join(import.meta.dirname, '../../knative/beam/classify.py');

const hasBeam = spawnSync(PYTHON, ['-c', 'import apache_beam']).status === 0;
if (!hasBeam)
  console.warn(`SKIPPED: the example for Beam: "${PYTHON}" has no apache-beam; PYTHON names another`);

afterAll(killAll);

describe.skipIf(!hasBeam)('a pipeline of Apache Beam', () => {
  /** Runs the pipeline on some lines, and gives the records that it labelled and the lines that it could not read. */
  async function label(url: string, lines: readonly string[]) {
    const folder = await mkdtemp(join(inject('scratch'), 'beam-'));
    const [input, output] = ['reviews.ndjson', 'labels'].map((name) => join(folder, name)) as [
      string,
      string,
    ];
    await writeFile(input, `${lines.join('\n')}\n`);
    await promisify(execFile)(PYTHON, [PROGRAM, '--input', input, '--output', output, '--url', url]);
    const files = (await readdir(folder)).filter((name) => name.startsWith('labels')).sort();
    const read = async (isBad: boolean) => {
      const own = files.filter((name) => name.startsWith('labels-bad') === isBad);
      const texts = await Promise.all(own.map((name) => readFile(join(folder, name), 'utf8')));
      return texts.join('').split('\n').filter(Boolean);
    };
    return { records: (await read(false)).map((line) => JSON.parse(line)), bad: await read(true) };
  }

  test('labels every record once, keeps those at fault, and sets aside what is no record', async () => {
    const { port } = await serveBundle((await built('http')).folder);
    const good = Array.from({ length: 2500 }, (_, id) => ({ id, text: `A lovely film, number ${id}.` }));
    const lines = [...good, { id: 'blank', text: ' ' }, { id: 'none' }].map((record) =>
      JSON.stringify(record),
    );
    const huge = JSON.stringify({ text: 'é'.repeat(100_000) });
    const { records, bad } = await label(`http://127.0.0.1:${port}`, [...lines, '{', '3', huge]);
    expect(bad.sort()).toEqual(['3', '{', huge]);
    const ids = records.map(({ id }) => id);
    expect(ids).toHaveLength(2502);
    expect(new Set(ids)).toEqual(new Set([...good.map(({ id }) => id), 'blank', 'none']));
    for (const { id, sentiment, error } of records) {
      expect([id, sentiment !== undefined, error === undefined]).toEqual([
        id,
        Number.isInteger(id),
        Number.isInteger(id),
      ]);
    }
  });

  test('asks a busy service again', async () => {
    let numRequests = 0;
    const server = createServer(async (request, response) => {
      const { mytexts } = JSON.parse(await readText(request));
      if (++numRequests === 1) return response.writeHead(503, { 'retry-after': '0' }).end();
      return response.end(JSON.stringify({ results: mytexts.map(() => ({ sentiment: 'neutral' })) }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { records } = await label(`http://127.0.0.1:${port}`, ['{"id": 1, "text": "So-so."}']);
    server.close();
    expect(records).toEqual([{ id: 1, text: 'So-so.', sentiment: 'neutral' }]);
    expect(numRequests).toBe(2);
  });
});
