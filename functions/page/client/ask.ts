import type { DetailedClassification } from '../../../classifier/src/index.ts';
import { curlCommand } from './curl.ts';

/** The result for a text. */
export interface Found {
  result: DetailedClassification;
  /** The shell command for the same request; undefined without a service. */
  command?: string;
}

/** The reason why there is no result. */
export interface NotFound {
  /** The reason, as a sentence. */
  problem: string;
  /** Whether a retry with the same text may succeed. */
  isPassing: boolean;
  /** The delay before a retry, in seconds, if the service asks for one. */
  retrySeconds?: number;
}

const QUERY = '?explain=true&sentences=true';
const DEFAULT_RETRY_SECONDS = 2;
/** Client errors that are not caused by the text: request timeout, and too many requests. */
const PASSING_STATUSES = [408, 429];

/**
 * Sends a text to the service that serves the page. In a static build, `ask-here.ts` replaces this module.
 * @throws DOMException `AbortError`, by rejecting, when the signal is aborted
 */
export async function ask(mytext: string, signal: AbortSignal): Promise<Found | NotFound> {
  const body = JSON.stringify({ mytext });
  let response: Response;
  let answer: unknown;
  try {
    // The path instead of "/", since it may contain a stage of API Gateway.
    response = await fetch(location.pathname + QUERY, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal,
    });
    answer = await response.json().catch((error) => {
      if (signal.aborted) throw error;
    });
  } catch (error) {
    if (signal.aborted) throw error;
    return {
      problem: 'The service cannot be reached. Is the connection up, and the service running?',
      isPassing: true,
    };
  }
  if (response.ok && isObject(answer)) {
    const command = curlCommand(location.origin + location.pathname + QUERY, body);
    return { result: answer as unknown as DetailedClassification, command };
  }
  const { detail } = isObject(answer) ? answer : {};
  const problem =
    typeof detail === 'string' ? detail : `The service failed with HTTP status ${response.status}.`;
  const { ok, status, headers } = response;
  const isPassing = ok || status >= 500 || PASSING_STATUSES.includes(status);
  if (status !== 503) return { problem, isPassing };
  return { problem, isPassing, retrySeconds: Number(headers.get('retry-after')) || DEFAULT_RETRY_SECONDS };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
