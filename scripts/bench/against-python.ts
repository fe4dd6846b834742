import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mean } from 'simple-statistics';
import { SMALL_KINDS } from '../../classifier/src/index.ts';
import { readDataset } from '../program/data-option.ts';
import { NoPythonError } from '../python/environment.ts';
import { PIN, PIN_CLIENT } from '../servers/server-process.ts';
import { LIST_BASELINE, measureLists } from './against-python/measure-lists.ts';
import { measureServers } from './against-python/measure-servers.ts';
import {
  installPythonSystem,
  type PythonSystem,
  readPackages,
  trainPython,
} from './against-python/python-system.ts';
import { tabulateMedians } from './against-python/samples.ts';
import { CONNECTIONS } from './against-python/send-texts.ts';
import { BASELINE, buildOwnServers, listPythonServers } from './against-python/servers.ts';

import { findDistinctSentences } from './distinct-sentences.ts';
import type { BenchReport } from './report.ts';

/** The lengths of the texts, in characters. */
const LENGTHS = [100, 1000, 10_000];

interface AgainstPythonOptions {
  /** The path of Kaggle's train.tsv. */
  data: string;
  /** The duration of each measurement, in seconds. */
  seconds: number;
  /** The number of rounds, in each of which all contenders are measured in turn. */
  rounds: number;
  /** The Python program that creates the virtual environment. */
  python: string;
}

/**
 * Compares our HTTP function, with each model, with the Python system behind three servers, and both on lists of texts
 * in process. If the Python system cannot run, the bench is skipped with a note.
 */
export async function benchAgainstPython(options: AgainstPythonOptions): Promise<BenchReport> {
  try {
    return await compare(await installPythonSystem(options.python), options);
  } catch (error) {
    if (!(error instanceof NoPythonError)) throw error;
    const notes = [`SKIPPED: the comparison with the Python system, since ${error.message}`];
    return { columns: {}, rows: [], notes, isWithinLimits: true };
  }
}

async function compare(
  system: PythonSystem,
  { data, seconds, rounds }: AgainstPythonOptions,
): Promise<BenchReport> {
  const { python, version } = system;
  const { texts, sha256 } = await readDataset(data, {});
  const models = await trainPython(system, data, sha256);
  const env = { PIPELINE: models.pipeline, FASTTEXT: models.fasttext };
  const sentences = findDistinctSentences(texts);
  const folder = await mkdtemp(join(tmpdir(), 'bench-against-python-'));
  try {
    const file = join(folder, 'sentences.json');
    await writeFile(file, JSON.stringify(sentences));
    const contenders = [...(await buildOwnServers(folder)), ...listPythonServers(python)];
    const { samples, numFailed } = await measureServers({
      contenders,
      env,
      sentences: file,
      lengths: LENGTHS,
      seconds,
      rounds,
    });
    const lists = await measureLists({ python, env, texts: file, seconds, rounds });
    const failures = Object.entries(numFailed).filter(([, count]) => count > 0);
    const listed = failures.map(([name, count]) => `${name} ${count}`).join(', ');
    return {
      ...tabulateMedians(
        samples,
        'one process behind HTTP',
        SMALL_KINDS.map((kind) => [kind, BASELINE]),
      ),
      moreTables: [
        tabulateMedians(
          lists,
          'lists of sentences, in process',
          SMALL_KINDS.map((kind) => [kind, LIST_BASELINE]),
        ),
      ],
      notes: [
        `${version} with ${(await readPackages()).join(', ')}. Flask is its own server, which reads the pickle at each request, as published; gunicorn and FastAPI (on uvicorn) have read it before.`,
        `Medians over rounds in which all are measured in turns (here ${rounds}); each ${PIN.length > 0 ? 'on one core' : 'on all cores (no taskset here)'}, the client on ${PIN_CLIENT.length > 0 ? 'another' : 'the same'}. A measurement lasts ${seconds} s, and each server is warmed up as long at each length.`,
        `requests/s and CPU: ${CONNECTIONS} connections, each one text after the other. p50 and p99: at random times, half as many as each has just answered. Memory: of the process that answers, after all of that. No two texts of a load are the same.`,
        `Lists: ${sentences.length.toLocaleString('en')} distinct sentences of ${mean(sentences.map(({ length }) => length)).toFixed(0)} characters in the mean, one core.`,
        failures.length === 0 ? 'No request failed.' : `Requests that failed: ${listed}.`,
      ],
      isWithinLimits: SMALL_KINDS.every((kind) => numFailed[kind] === 0),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
