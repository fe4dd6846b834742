import type { DetailedClassification } from '../../../classifier/src/index.ts';
import { curlCommand } from './curl.ts';

/** The result for a text. */
export interface Found {
  result: DetailedClassification;
  /** The shell command that gives the same; undefined where there is no service. */
  command?: string;
}

/** Why there is no result. */
export interface NotFound {
  /** The reason, as a sentence. */
  problem: string;
  /** Whether asking again for the same text may help. */
  isPassing: boolean;
  /** After how many seconds to ask again, if the service says so. */
  retrySeconds?: number;
}

const QUERY = '?explain=true&sentences=true';
const DEFAULT_RETRY_SECONDS = 2;
/** Problems of a request that are none of its text: it came too slowly, or one too many. */
const PASSING_STATUSES = [408, 429];

/**
 * Asks the service that the page came from. In a static build `ask-here.ts` takes the place of this module.
 * @throws DOMException `AbortError` when the signal says so
 */
export async function ask(mytext: string, signal: AbortSignal): Promise<Found | NotFound> {
  const body = JSON.stringify({ mytext });
  let response: Response;
  let answer: unknown;
  try {
    // The path and not "/", since a stage of API Gateway stands in it.
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
