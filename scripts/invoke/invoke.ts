import { randomUUID } from 'node:crypto';
import { UsageError } from '../program/run-program.ts';
import { readWebAddress } from '../program/web-address.ts';

/** The formats in which a text can be sent. */
export const FORMATS = ['http', 'cloudevent'] as const;
/** A format in which a text can be sent. */
export type Format = (typeof FORMATS)[number];

const TIMEOUT_MS = 60_000;

/**
 * Sends a text to a function and returns its answer.
 * @param address the function's URL; a user name and password in it are sent as curl sends them
 * @throws UsageError with the function's own message if it refuses the text, or if it cannot be reached
 */
export async function invoke(text: string, address: string, format: Format): Promise<string> {
  const { url, headers } = readWebAddress(address);
  const response = await post(url, {
    method: 'POST',
    headers: {
      ...headers,
      'content-type': 'application/json',
      ...(format === 'cloudevent' && eventHeaders()),
    },
    body: JSON.stringify({ mytext: text }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const body = await response.text();
  if (response.ok) return body;
  throw new UsageError(`${url} answers ${response.status}: ${readDetail(body)}`);
}

async function post(url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, request);
  } catch (error) {
    const { cause, message } = error as Error;
    const reason = cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : message;
    throw new UsageError(`${url} does not answer (${reason}); "npm start" starts a function at port 8080`);
  }
}

/** The attributes that `func invoke --format cloudevent` sends. */
function eventHeaders() {
  return { 'ce-specversion': '1.0', 'ce-id': randomUUID(), 'ce-source': '/boson/fn', 'ce-type': 'boson.fn' };
}

/** The `detail` of problem details, or else the whole body. */
function readDetail(body: string): string {
  try {
    return JSON.parse(body).detail ?? body;
  } catch {
    return body;
  }
}
