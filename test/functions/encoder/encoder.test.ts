import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { EncoderSession } from '../../../classifier/src/index.ts';
import { createEncoder } from '../../../functions/encoder/index.ts';
import { requireRuntime } from '../../../functions/encoder/runtime.ts';
import { ROOT } from '../../../scripts/program/root.ts';
import { hasRuntime } from '../../helpers/onnx-runtime.ts';
import { tinyOnnx } from '../../helpers/tiny-transformer.ts';

const ENDS_AMID_TEXTS = fileURLToPath(new URL('../../helpers/end-amid-texts.ts', import.meta.url));
const DYING = new URL('../../helpers/dying-encoder-thread.ts', import.meta.url);
/** "[CLS] a good film [SEP]". */
const GOOD = Int32Array.of(2, 37, 5, 15, 3);
/** The logits of `GOOD`, as onnxruntime 1.32.0 gives them in Python. */
const GOOD_LOGITS = [-1.2475953, -0.40994552, 0.5154736, 0.4016464, 0.25888234];

async function open(numThreads: number, { onnx = tinyOnnx(), module = undefined as URL | undefined } = {}) {
  const encoder = createEncoder(numThreads, module);
  const deaths: string[] = [];
  encoder.onDeath(({ message }) => deaths.push(message));
  const session = await encoder.createSession(onnx);
  return { encoder, deaths, session, [Symbol.asyncDispose]: () => session.close() };
}

const readAll = (session: EncoderSession, lengths: readonly number[]) =>
  Promise.all(lengths.map(async (length) => [...(await session.run(new Int32Array(length).fill(5)))]));

describe.skipIf(!hasRuntime)('an encoder', () => {
  test('gives the logits that ONNX Runtime gives in Python', async () => {
    await using opened = await open(1);
    const logits = await opened.session.run(GOOD.slice());
    expect(logits).toHaveLength(5);
    for (const [k, logit] of GOOD_LOGITS.entries()) expect(logits[k]).toBeCloseTo(logit, 5);
  });

  test('reads each text by itself, in as many threads as it has', async () => {
    const lengths = [7, 3, 60, 3, 1, 200, 7];
    await using one = await open(1);
    await using three = await open(3);
    const alone = [];
    for (const length of lengths) alone.push(...(await readAll(one.session, [length])));
    expect(await readAll(three.session, lengths)).toEqual(alone);
    expect(one.session.numAtOnce).toBe(2);
    expect(three.session.numAtOnce).toBe(4);
  });

  test('says what ONNX Runtime says of a text, and reads the next one', async () => {
    await using opened = await open(1);
    await expect(opened.session.run(Int32Array.of(1_000_000))).rejects.toThrow(
      /^ONNX Runtime failed on a text: .*out of data bounds/,
    );
    expect(await opened.session.run(GOOD.slice())).toHaveLength(5);
    expect(opened.deaths).toEqual([]);
  });

  test('tells how long a text would wait', async () => {
    await using opened = await open(1);
    expect(opened.encoder.waitMs()).toBe(0);
    await opened.session.run(new Int32Array(500));
    const runs = [1, 2, 3].map(() => opened.session.run(new Int32Array(500)));
    expect(opened.encoder.waitMs()).toBeGreaterThan(0);
    await Promise.all(runs);
    expect(opened.encoder.waitMs()).toBe(0);
  });

  test('whose thread dies of a text tries it once more, and then reads the next one', async () => {
    await using opened = await open(1, { module: DYING });
    const failed = opened.session.run(new Int32Array(13));
    const read = opened.session.run(GOOD.slice());
    await expect(failed).rejects.toThrow('a worker thread ended with 3');
    expect(await read).toHaveLength(5);
    expect(opened.deaths).toEqual(['a worker thread ended with 3', 'a worker thread ended with 3']);
  });

  test('of a file that is no ONNX model says so', async () => {
    await using opened = await open(1, { onnx: new Uint8Array(100).fill(7) });
    await expect(opened.session.run(GOOD.slice())).rejects.toThrow(/^no thread has loaded the ONNX model: ./);
  });

  test('answers no text once it is closed', async () => {
    const { session } = await open(1);
    await session.run(GOOD.slice());
    await session.close();
    await expect(session.run(GOOD.slice())).rejects.toThrow('no thread has loaded the ONNX model');
  });

  test('is no hindrance to a process that ends amid texts', () => {
    const { status, stderr } = spawnSync(process.execPath, [ENDS_AMID_TEXTS]);
    expect(stderr.toString()).toBe('');
    expect(status).toBe(0);
  });
});

test.skipIf(!hasRuntime)('ONNX Runtime sends no telemetry: its libraries do not know how', () => {
  const libraries = globSync('functions/encoder/node_modules/onnxruntime-node/bin/*/linux/*/*.so*', {
    cwd: ROOT,
  });
  expect(libraries).toHaveLength(2);
  // What turns telemetry off, and where it would be sent, in the releases that send it.
  for (const trace of ['ORT_DISABLE_TELEMETRY', 'ORT_TELEMETRY_DISABLED', 'events.data.microsoft.com']) {
    for (const library of libraries) expect(readFileSync(join(ROOT, library)).includes(trace)).toBe(false);
  }
});

test('without ONNX Runtime, it is named how to install it', () => {
  expect(() => requireRuntime(pathToFileURL('/nowhere/thread.ts'))).toThrow(
    'a transformer needs ONNX Runtime, which is not installed; run "npm run install:transformer"',
  );
});
