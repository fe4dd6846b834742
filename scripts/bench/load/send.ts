import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  type Agent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from './messages.ts';

const LONGEST_SILENCE_MS = 120_000;
const REFUSED_LINE = '{"error":{"type":"/problems/overloaded"';

/** The answer to a message; the body is reduced to what identifies it. */
export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  sha256: string;
  /** Whether a line of a stream was refused for lack of memory. */
  hasRefusedLine: boolean;
}

/** The way a message is sent. By default it is sent at once, on its own connection, and the answer is read at once. */
export interface Manner {
  agent?: Agent;
  /**
   * If set, half of the body is sent first. The rest follows if this resolves to true, else the connection is closed.
   */
  half?: Promise<boolean>;
  /** The pause in reading after the head of the answer, in milliseconds. */
  pauseMs?: number;
  /** Whether to close the connection after the head of the answer. */
  isAnswerCut?: boolean;
  /** Called with each chunk of the answer's body. */
  onData?: (chunk: Buffer) => void;
}

/**
 * Sends a message and reads the answer to its end.
 * @returns undefined if we broke off the message
 * @throws Error if the answer breaks off, or nothing arrives for two minutes
 */
export async function send(
  url: string,
  { method = 'POST', path, headers, body }: Message,
  { agent, half, pauseMs = 0, isAnswerCut = false, onData }: Manner = {},
): Promise<Reply | undefined> {
  const length = 'transfer-encoding' in headers ? {} : { 'content-length': body.length };
  const request = httpRequest(new URL(path, url), {
    method,
    agent: agent ?? false,
    headers: { ...headers, ...length },
    timeout: LONGEST_SILENCE_MS,
  });
  request.on('timeout', () => request.destroy(new Error('no answer in time')));
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  // Both may fail before they are awaited, and after an answer a failure to send the body does not matter.
  answered.catch(() => {});
  request.on('error', () => {});
  if (half === undefined) request.end(body);
  else {
    request.write(body.subarray(0, body.length / 2));
    if (!(await half)) {
      request.destroy();
      return undefined;
    }
    request.end(body.subarray(body.length / 2));
  }
  const [response] = await answered;
  if (isAnswerCut) {
    response.destroy();
    return undefined;
  }
  if (pauseMs > 0) await sleep(pauseMs);
  const hash = createHash('sha256');
  let hasRefusedLine = false;
  let end = '';
  for await (const chunk of response as AsyncIterable<Buffer>) {
    hash.update(chunk);
    const text = end + chunk.toString('latin1');
    hasRefusedLine ||= text.includes(REFUSED_LINE);
    end = text.slice(-REFUSED_LINE.length);
    onData?.(chunk);
  }
  return {
    status: response.statusCode!,
    headers: response.headers,
    sha256: hash.digest('hex'),
    hasRefusedLine,
  };
}
