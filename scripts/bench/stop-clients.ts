import { Agent, request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** What came of a request that was sent in full. */
export interface Sent {
  kind: 'post' | 'batch' | 'stream';
  /** Whether the server had answered on the same connection before. */
  isKept: boolean;
  /** When the last of it was handed to the operating system, as `performance.now()` has it. */
  sentAt: number;
  /** `half`: the answer began and did not end; `reset`: nothing came. */
  outcome: 'answered' | 'half' | 'reset';
  /** The status of the answer, 0 without one. */
  status: number;
}

/** Clients at work, until nobody listens any more. */
export interface Clients {
  sent: Sent[];
  done: Promise<unknown>;
}

const SENTENCE = 'A lovely film with fine performances, though not as funny or moving as it could be.';
const JSON_TYPE = { 'content-type': 'application/json' };
const POST = JSON.stringify({ mytext: SENTENCE });
const BATCH = JSON.stringify({ mytexts: Array(100).fill(SENTENCE) });
const LINE = `${POST}\n`;
/** How many lines a stream has, and how far apart they are at most. */
const NUM_LINES = 20;
const MAX_PAUSE_MS = 20;

/** Starts as many clients that keep their connections as clients with a connection for each request. */
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

/** A stream without an end of its own: the server ends it, in order. */
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

/** A request, and what comes of it: undefined where it was not sent in full, `refused` where nobody listened. */
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
    incoming.on('error', () => {}); // told by `complete`
    incoming.resume();
  });
  request.on('error', (error: NodeJS.ErrnoException & { syscall?: string }) => {
    isRefused = error.syscall === 'connect';
  });
  const result = new Promise<Sent | 'refused' | undefined>((resolve) => {
    request.on('close', () => {
      if (isRefused) return resolve('refused');
      // A stream that is answered to its end before its own has been told to stop.
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
