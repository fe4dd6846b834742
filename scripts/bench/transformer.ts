import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, NODE_FLAGS } from '../bundle/index.ts';
import { readDataset } from '../program/data-option.ts';
import { readModel } from '../program/model-option.ts';
import { ROOT } from '../program/root.ts';
import { NoPythonError } from '../python/environment.ts';
import { BODY, PIN, PIN_CLIENT, whileServing } from '../servers/server-process.ts';
import { measureServers, type ServerFindings } from './against-python/measure-servers.ts';
import { type Sample, tabulateMedians } from './against-python/samples.ts';
import { CONNECTIONS } from './against-python/send-texts.ts';
import type { Contender } from './against-python/servers.ts';
import { findDistinctSentences } from './distinct-sentences.ts';
import { installPipeline, layPipeline, PIPELINE } from './hugging-face/python-server.ts';
import type { BenchReport } from './report.ts';

const OURS = 'transformer';
/** The length of the texts, in characters: about 20 words. */
const NUM_CHARACTERS = 100;
/** The texts of the stream during which the event loop is measured. */
const NUM_LINES = 1000;
/** Sentences for those who have no others. */
const SENTENCES = join(ROOT, 'scripts/explore/example/reviews.tsv');

/** The limits of the HTTP function with a transformer, on one core. */
const LIMITS = { requestsPerSecond: 150, startMs: 900, residentMB: 300, lagMs: 50 } as const;

interface TransformerOptions {
  /** A kind of model, or the path of a model file; a transformer. */
  model: string;
  /** The path of labelled texts, whose sentences are used. */
  data?: string;
  /** The duration of each load, in seconds. */
  seconds: number;
  rounds: number;
  /** The Python program that creates the virtual environment. */
  python: string;
}

/**
 * Measures the HTTP function with a transformer on one core: start, texts of 20 words, memory, and the lag of the event
 * loop; and Hugging Face's pipeline in Python with the same model. Without Python the latter is skipped with a note.
 */
export async function benchTransformer(options: TransformerOptions): Promise<BenchReport> {
  const { model, data = SENTENCES, seconds, rounds } = options;
  const folder = await mkdtemp(join(tmpdir(), 'bench-transformer-'));
  try {
    const sentences = join(folder, 'sentences.json');
    await writeFile(sentences, JSON.stringify(findDistinctSentences((await readDataset(data, {})).texts)));
    const { folder: bundle } = await build({ model, folder: join(folder, 'http') });
    const script = join(bundle, 'index.js');
    const contenders: Contender[] = [
      { name: OURS, commandFor: () => [process.execPath, ...NODE_FLAGS, script] },
    ];
    const python = await layPython(options.python, await readModel(model), join(folder, 'python'));
    if ('contender' in python) contenders.push(python.contender);
    const findings = await measureServers({
      contenders,
      env: 'env' in python ? python.env : {},
      sentences,
      lengths: [NUM_CHARACTERS],
      seconds,
      rounds,
    });
    const lag: Sample = {
      what: `longest turn of the event loop in ${NUM_LINES.toLocaleString('en')} texts, ms`,
      contender: OURS,
      value: await measureLagMs(script),
    };
    return describe(findings, lag, options, python.note);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function layPython(program: string, bytes: Uint8Array, folder: string) {
  try {
    const environment = await installPipeline(program);
    const laid = await layPipeline(environment, bytes, folder);
    return { ...laid, note: `The pipeline: ${environment.version}, FastAPI on uvicorn, ONNX Runtime.` };
  } catch (error) {
    if (!(error instanceof NoPythonError)) throw error;
    return { note: `SKIPPED: the comparison with Hugging Face's pipeline, since ${error.message}` };
  }
}

/** Measures the longest turn of the event loop while a stream is answered, in milliseconds. */
function measureLagMs(script: string): Promise<number> {
  const lines = Array.from({ length: NUM_LINES }, () => `${BODY}\n`).join('');
  return whileServing(script, NODE_FLAGS, async ({ url }) => {
    await readLagMs(url); // begins a new measurement
    const reply = await fetch(new URL('/batch', url), {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: lines,
    });
    const numAnswers = (await reply.text()).trim().split('\n').length;
    if (numAnswers !== NUM_LINES) throw new Error(`${numAnswers} of ${NUM_LINES} texts were answered`);
    return readLagMs(url);
  });
}

/** Reads the longest lag of the event loop since the last call, in milliseconds. */
async function readLagMs(url: string): Promise<number> {
  const metrics = await (await fetch(new URL('/metrics', url))).text();
  return Number(/^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(metrics)?.[1]) * 1000;
}

function describe(
  { samples, numFailed }: ServerFindings,
  lag: Sample,
  { seconds, rounds }: TransformerOptions,
  note: string,
): BenchReport {
  const table = tabulateMedians([...samples, lag], 'one process behind HTTP', [[OURS, PIPELINE]]);
  const figureOf = (start: string): number =>
    Number(table.rows.find(({ what }) => String(what).startsWith(start))![OURS]);
  const isWithinLimits =
    numFailed[OURS] === 0 &&
    figureOf('requests/s') >= LIMITS.requestsPerSecond &&
    figureOf('start') <= LIMITS.startMs &&
    figureOf('resident') <= LIMITS.residentMB &&
    lag.value <= LIMITS.lagMs;
  return {
    ...table,
    notes: [
      note,
      `Medians of ${rounds} rounds, in which all are measured in turns; each server ${PIN.length > 0 ? 'on one core' : 'on all cores (no taskset here)'}, the client on ${PIN_CLIENT.length > 0 ? 'another' : 'the same'}: ${CONNECTIONS} connections for ${seconds} s. No two texts are the same.`,
      `Wanted: ${LIMITS.requestsPerSecond} requests/s, start in ${LIMITS.startMs} ms, ${LIMITS.residentMB} MB, and no turn of the event loop above ${LIMITS.lagMs} ms. ${isWithinLimits ? 'All limits are kept.' : 'NOT all limits are kept.'}`,
    ],
    isWithinLimits,
  };
}
