import { setTimeout as sleep } from 'node:timers/promises';
import { type Container, podman } from '../../servers/container.ts';
import { checkAnswer, type OpenApi } from '../../verify/index.ts';
import { type Reply, send } from '../load/send.ts';
import { countReply, createTally, type Tally } from '../load/tally.ts';
import { type MemoryAccount, openMemoryAccount } from './cgroup.ts';
import { countResults, type Kind } from './kinds.ts';
import { type Phase, readSlowly, sendAtOnce, sendInHalves } from './phases.ts';
import { type MostMemory, sampleMemory } from './sample-memory.ts';

/** The time after which a container must have recovered, in milliseconds. */
const PAUSE_MS = 1000;
const SLOW_READERS = 40;

/** The effect of one kind of request on a container. */
export interface Damage extends Tally, MostMemory {
  /** How the container ended; undefined if it still runs with the same processes. */
  end: string | undefined;
  /** Whether the container answered again one second after each phase. */
  hasRecovered: boolean;
}

/**
 * Sends one kind of requests in every way to a container.
 * @param counts the numbers of concurrent requests, one after the other
 */
export async function attack(container: Container, kind: Kind, counts: readonly number[]): Promise<Damage> {
  const { url, pid } = container;
  const { message } = kind;
  const tally = createTally();
  const account = await openMemoryAccount(pid);
  const processes = (await account.processes()).join();
  await account.resetPeak();
  const stopSampling = sampleMemory(account);
  let hasRecovered = true;
  try {
    const reference = await findReference(url, kind);
    const run = async (phase: (phase: Phase) => Promise<void>, atOnce: number) => {
      await phase({ url, message, reference, atOnce, tally });
      await sleep(PAUSE_MS);
      hasRecovered &&= await countReply(createTally(), reference, send(url, message));
    };
    for (const atOnce of counts) {
      await run(sendAtOnce, atOnce);
      await run(sendInHalves, atOnce);
    }
    await run(readSlowly, SLOW_READERS);
  } catch (error) {
    tally.wrong++;
    tally.faults.push(`alone: ${(error as Error).message}`);
  }
  const most = await stopSampling();
  return { ...tally, ...most, end: await describeEnd(container, account, processes), hasRecovered };
}

/**
 * Gets the answer to a message without other traffic.
 * @throws Error unless it conforms to the service's own document and has a result for each text
 */
async function findReference(url: string, kind: Kind): Promise<Reply> {
  const document = (await (await fetch(new URL('/openapi.json', url))).json()) as OpenApi;
  const { method = 'POST', path } = kind.message;
  const chunks: Buffer[] = [];
  const reply = (await send(url, kind.message, { onData: (chunk) => chunks.push(chunk) }))!;
  const body = Buffer.concat(chunks).toString();
  if (reply.status !== kind.status) throw new Error(`status ${reply.status}, expected ${kind.status}`);
  checkAnswer(document, { method, url: path, status: reply.status, headers: reply.headers, body });
  const numResults = countResults(path, body);
  if (numResults !== kind.numResults) {
    throw new Error(`${numResults} results, expected ${kind.numResults}`);
  }
  return reply;
}

/** Describes how a container ended; undefined if it runs with the same processes and none was killed. */
async function describeEnd(
  { id }: Container,
  account: MemoryAccount,
  processes: string,
): Promise<string | undefined> {
  const format = '{{.State.Running}} {{.State.ExitCode}} {{.State.OOMKilled}}';
  const state = await podman('inspect', '--format', format, id);
  const [isRunning, exitCode, isOutOfMemory] = state.split(' ');
  if (isRunning !== 'true') return `exit ${exitCode}${isOutOfMemory === 'true' ? ', out of memory' : ''}`;
  const oomKills = await account.oomKills();
  if (oomKills > 0) return `${oomKills} killed`;
  return (await account.processes()).join() === processes ? undefined : 'other processes';
}
