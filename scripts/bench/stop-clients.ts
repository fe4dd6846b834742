import { Agent, request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** The outcome of a request that was sent in full. */
export interface Sent {
  kind: 'post' | 'batch' | 'stream';
  /** Whether the connection was kept alive from an earlier answer. */
  isKept: boolean;
  /** The time at which its last byte was handed to the operating system, as of `performance.now()`. */
  sentAt: number;
  /** `half`: the answer is incomplete; `reset`: there was no answer. */
  outcome: 'answered' | 'half' | 'reset';
  /** The status of the answer; 0 without an answer. */
  status: number;
}

/** Running clients, which end when the server no longer listens. */
export interface Clients {
  sent: Sent[];
  done: Promise<unknown>;
}

const SENTENCE = 'A lovely film with fine performances, though not as funny or moving as it could be.';
const JSON_TYPE = { 'content-type': 'application/json' };
const POST = JSON.stringify({ mytext: SENTENCE });
const BATCH = JSON.stringify({ mytexts: Array(100).fill(SENTENCE) });
const LINE = `${POST}\n`;
/** The number of lines in a stream, and the maximum pause between them. */
const NUM_LINES = 20;
const MAX_PAUSE_MS = 20;

/** Starts `numEach` clients with keep-alive connections, and as many that open a connection for each request. */
export function startClients(url: string, numEach: number): Clients {
  const sent: Sent[] = [];
  const clients: Promise<void>[] = [];
  for (let i = 0; i < numEach; i++) {
    const kind = i % 10 === 0 ? 'batch' : i % 10 === 1 ? 'stream' : 'post';
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    clients.push(repeat(url, kind, agent, sent).finally(() => agent.destroy()));
    clients.push(repeat(url, kind, false, sent));
  }
  clients.push(streamOn(url, sent));
  return { sent, done: Promise.all(clients) };
}

async function repeat(url: string, kind: Sent['kind'], agent: Agent | false, sent: Sent[]): Promise<void> {
  for (;;) {
    const result = await (kind === 'stream' ? stream(url, agent, NUM_LINES) : post(url, kind, agent));
    if (result === 'refused') return;
    if (result) sent.push(result);
    await sleep(Math.random() * MAX_PAUSE_MS);
  }
}

/** Sends an endless stream, which the server must end in order. */
async function streamOn(url: string, sent: Sent[]): Promise<void> {
  const result = await stream(url, false, Number.POSITIVE_INFINITY);
  if (typeof result === 'object') sent.push(result);
}

async function post(url: string, kind: 'post' | 'batch', agent: Agent | false) {
  const body = kind === 'batch' ? BATCH : POST;
  const { request, result } = open(url, kind, agent, { ...JSON_TYPE, 'content-length': body.length });
  request.end(body);
  return result;
}

async function stream(url: string, agent: Agent | false, numLines: number) {
  const { request, result } = open(url, 'stream', agent, { 'content-type': 'application/x-ndjson' });
  let hasEnded = false;
  result.finally(() => {
    hasEnded = true;
  });
  for (let i = 0; i < numLines && !hasEnded; i++) {
    request.write(LINE);
    await sleep(Math.random() * MAX_PAUSE_MS);
  }
  request.end();
  return result;
}

/**
 * Sends a request. Its outcome is undefined if it was not sent in full, and `refused` if the server no longer listened.
 */
function open(url: string, kind: Sent['kind'], agent: Agent | false, headers: OutgoingHttpHeaders) {
  const path = kind === 'post' ? '/' : '/batch';
  const request = httpRequest(new URL(path, url), { method: 'POST', agent, headers });
  let sentAt: number | undefined;
  let isRefused = false;
  let response: IncomingMessage | undefined;
  request.on('finish', () => {
    sentAt = performance.now();
  });
  request.on('response', (incoming) => {
    response = incoming;
    incoming.on('error', () => {}); // reported through `complete`
    incoming.resume();
  });
  request.on('error', (error: NodeJS.ErrnoException & { syscall?: string }) => {
    isRefused = error.syscall === 'connect';
  });
  const result = new Promise<Sent | 'refused' | undefined>((resolve) => {
    request.on('close', () => {
      if (isRefused) return resolve('refused');
      // The answer to a stream ended before the stream itself: the server told the client to stop.
      if (sentAt === undefined && !response) return resolve(undefined);
      const outcome = !response ? 'reset' : response.complete ? 'answered' : 'half';
      resolve({
        kind,
        isKept: request.reusedSocket,
        sentAt: sentAt ?? performance.now(),
        outcome,
        status: response?.statusCode ?? 0,
      });
    });
  });
  return { request, result };
}
