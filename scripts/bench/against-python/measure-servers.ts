import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PIN_CLIENT, type ServerProcess, startCommand, stopServer } from '../../servers/server-process.ts';
import { readCpuMs, readProcessTree, readResidentMB } from '../process-figures.ts';
import type { Sample } from './samples.ts';
import type { TextJob, TextOutcome } from './send-texts.ts';
import type { Contender } from './servers.ts';

const PROGRAM = fileURLToPath(new URL('send-texts.ts', import.meta.url));
/** The share of a server's measured throughput that is then offered at random times. */
const SHARE = 0.5;
const STARTS_PER_ROUND = 3;

interface ServerOptions {
  contenders: readonly Contender[];
  /** Additional environment variables of the servers. */
  env: Readonly<Record<string, string>>;
  /** A file with a JSON array of sentences. */
  sentences: string;
  /** The lengths of the texts, in characters. */
  lengths: readonly number[];
  /** The duration of each load, in seconds. */
  seconds: number;
  rounds: number;
}

/** The measurements, and the number of failed requests. */
export interface ServerFindings {
  samples: Sample[];
  /** The number of failed requests by contender. */
  numFailed: Record<string, number>;
}

/**
 * Measures servers in turn, so that a disturbance of the machine affects all alike: starts, a closed loop at full load,
 * an open loop at half of that load, and memory at the end. All servers run all the time on the same core; those not
 * being measured are idle.
 */
export async function measureServers(options: ServerOptions): Promise<ServerFindings> {
  const { contenders, env, sentences, lengths, seconds, rounds } = options;
  const samples: Sample[] = [];
  const numFailed = Object.fromEntries(contenders.map(({ name }) => [name, 0]));
  const running: (Contender & { server: ServerProcess })[] = [];
  let seed = 0;
  const load = async (name: string, job: Omit<TextJob, 'sentences' | 'seconds' | 'seed'>) => {
    const outcome = await sendFromElsewhere({ ...job, sentences, seconds, seed: seed++ });
    numFailed[name]! += outcome.numFailed;
    return outcome;
  };
  try {
    for (const contender of contenders) {
      running.push({ ...contender, server: await startCommand(contender.commandFor, { env }) });
    }
    for (const numCharacters of lengths) {
      for (const { name, server } of running) await load(name, { url: server.url, numCharacters }); // to warm up
    }
    for (let round = 1; round <= rounds; round++) {
      console.error(`servers: round ${round} of ${rounds}`);
      for (const { name, commandFor } of running) {
        for (let i = 0; i < STARTS_PER_ROUND; i++) {
          const startMs = await measureStart(commandFor, env);
          samples.push({ what: 'start to first answer, ms', contender: name, value: startMs });
        }
      }
      for (const numCharacters of lengths) {
        for (const { name, server } of running) {
          const add = (what: string, value: number) =>
            samples.push({
              what: `${what}, ${numCharacters.toLocaleString('en')} characters`,
              contender: name,
              value,
            });
          const { url } = server;
          const cpuBefore = await readTreeCpuMs(server);
          const full = await load(name, { url, numCharacters });
          const cpuMs = (await readTreeCpuMs(server)) - cpuBefore;
          const perSecond = full.numAnswered / full.seconds;
          add('requests/s', perSecond);
          add('CPU ms a request', cpuMs / full.numAnswered);
          const half = await load(name, { url, numCharacters, perSecond: SHARE * perSecond });
          add('p50 at half load, ms', half.p50Ms!);
          add('p99 at half load, ms', half.p99Ms!);
        }
      }
    }
    for (const { name, server } of running) {
      samples.push({ what: 'resident MB', contender: name, value: await readLargestMB(server) });
    }
    for (const { server } of running) await stopServer(server);
  } finally {
    for (const { server } of running) server.child.kill('SIGKILL'); // no effect on a server that has ended
  }
  return { samples, numFailed };
}

/** Sends texts from a separate process, on another core than the server's if there is one. */
async function sendFromElsewhere(job: TextJob): Promise<TextOutcome> {
  const [command, ...args] = [...PIN_CLIENT, process.execPath, PROGRAM, JSON.stringify(job)];
  const { stdout } = await promisify(execFile)(command!, args);
  return JSON.parse(stdout) as TextOutcome;
}

async function measureStart(commandFor: Contender['commandFor'], env: ServerOptions['env']): Promise<number> {
  const server = await startCommand(commandFor, { env });
  await stopServer(server);
  return server.startMs;
}

/** Reads the processor time used so far by a server and its workers, in milliseconds. */
async function readTreeCpuMs({ child }: ServerProcess): Promise<number> {
  const times = await Promise.all((await readProcessTree(child.pid!)).map(readCpuMs));
  return times.reduce((sum, time) => sum + time, 0);
}

/** Reads the memory of the process that answers, in MB; a supervisor such as gunicorn's is smaller and not counted. */
async function readLargestMB({ child }: ServerProcess): Promise<number> {
  return Math.max(...(await Promise.all((await readProcessTree(child.pid!)).map(readResidentMB))));
}
