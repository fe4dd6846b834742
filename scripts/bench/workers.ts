import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { median } from 'simple-statistics';
import { createRandom } from '../../classifier/training/index.ts';
import { build } from '../bundle/index.ts';
import { readDataset } from '../program/data-option.ts';
import { DEFAULT_MODEL } from '../program/model-option.ts';
import { ROOT } from '../program/root.ts';
import { whileServing } from '../servers/server-process.ts';
import { findDistinctSentences } from './distinct-sentences.ts';
import { createDistinctTexts } from './distinct-texts.ts';
import type { BenchReport } from './report.ts';

const NUM_CHARACTERS = 100;
const SEED = 1;
const NUM_WORKERS = 2;
/** The minimum speedup of `npm run classify` by two workers on two cores. */
const LEAST_RATIO = 1.6;

interface WorkersOptions {
  /** The path of labelled texts, whose sentences are used. */
  data: string;
  /** The number of texts in each run. */
  texts: number;
  /** The number of rounds. */
  rounds: number;
}

/**
 * Measures texts per second of `npm run classify` and of a stream, on two cores with two workers, compared with one
 * core without workers.
 */
export async function benchWorkers({ data, texts: numTexts, rounds }: WorkersOptions): Promise<BenchReport> {
  if (availableParallelism() < NUM_WORKERS) throw new Error('one core alone is here; expected two');
  const folder = await mkdtemp(join(tmpdir(), 'bench-workers-'));
  try {
    const sentences = findDistinctSentences((await readDataset(data, {})).texts);
    const texts = Array.from(
      { length: numTexts },
      createDistinctTexts(sentences, NUM_CHARACTERS, createRandom(SEED)),
    );
    const file = join(folder, 'texts.txt');
    await writeFile(file, texts.map((text) => `${text}\n`).join(''));
    const lines = texts.map((mytext) => `${JSON.stringify({ mytext })}\n`);
    await build({ model: DEFAULT_MODEL, folder: join(folder, 'http') });
    const script = join(folder, 'http/index.js');
    const runs = {
      'npm run classify': (numWorkers: number) => classifyFile(file, numWorkers),
      'a stream': (numWorkers: number) => sendStream(script, lines, numWorkers),
    };
    const rows = [];
    for (const [what, run] of Object.entries(runs)) {
      const perSecond: { one: number; two: number }[] = [];
      // In turn, so that a disturbance of the machine affects both.
      for (let round = 0; round < rounds; round++) {
        perSecond.push({ one: numTexts / (await run(0)), two: numTexts / (await run(NUM_WORKERS)) });
      }
      rows.push({
        what,
        one: median(perSecond.map(({ one }) => one)),
        two: median(perSecond.map(({ two }) => two)),
        ratio: median(perSecond.map(({ one, two }) => two / one)),
      });
    }
    const ratio = rows[0]!.ratio;
    return {
      columns: {
        what: 'what',
        one: 'one core, texts/s',
        two: `two cores, ${NUM_WORKERS} workers, texts/s`,
        ratio: 'ratio',
      },
      rows,
      notes: [
        `Medians of ${rounds} rounds of ${numTexts.toLocaleString('en')} distinct texts of ${NUM_CHARACTERS} characters, drawn with seed ${SEED}; classify with its start, the stream once the service is warm.`,
        `classify is ${ratio.toFixed(2)} times as fast (at least ${LEAST_RATIO}).`,
      ],
      isWithinLimits: ratio >= LEAST_RATIO,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The command that pins a program to as many cores as it has workers, or to one. */
function onCores(numWorkers: number): string[] {
  return ['taskset', '-c', numWorkers < 2 ? '0' : `0-${numWorkers - 1}`];
}

/** Classifies a file. @returns the time in seconds */
async function classifyFile(file: string, numWorkers: number): Promise<number> {
  const args = [join(ROOT, 'scripts/classify.ts'), '--json', '--workers', String(numWorkers), file];
  const [command, ...before] = onCores(numWorkers);
  const start = performance.now();
  const child = spawn(command!, [...before, process.execPath, ...args], { stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`npm run classify ended with ${code}`);
  return (performance.now() - start) / 1000;
}

/** Sends lines to a service twice. @returns the time of the second run, in seconds */
function sendStream(script: string, lines: readonly string[], numWorkers: number): Promise<number> {
  return whileServing(
    script,
    [],
    async ({ url }) => {
      await answerAll(url, lines);
      return answerAll(url, lines);
    },
    { pin: onCores(numWorkers), env: { WORKERS: String(numWorkers) } },
  );
}

async function answerAll(url: string, lines: readonly string[]): Promise<number> {
  const start = performance.now();
  const headers = { 'content-type': 'application/x-ndjson' };
  const request = httpRequest(new URL('/batch', url), { method: 'POST', headers });
  const sent = pipeline(Readable.from(toBlocks(lines)), request);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let numAnswers = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) numAnswers++;
  }
  await sent;
  if (numAnswers !== lines.length) throw new Error(`${numAnswers} of ${lines.length} lines were answered`);
  return (performance.now() - start) / 1000;
}

/** Yields the bytes of some hundred lines at a time, as when reading a file. */
function* toBlocks(lines: readonly string[]): Generator<Buffer> {
  for (let from = 0; from < lines.length; from += 500)
    yield Buffer.from(lines.slice(from, from + 500).join(''));
}
