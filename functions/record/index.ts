import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { EVENT_TYPE, toJson } from '../cloud-events/encode.ts';
import { classAttributes, RECORD_TYPE } from '../cloud-events/own-events.ts';
import type { RecordedAnswer, Recorder } from '../service/recorder.ts';

/** The most bytes of events in memory. An event beyond that is dropped. */
const MAX_WAITING_BYTES = 2 ** 20;
/** The most events in flight at a time. */
const NUM_SENDERS = 8;
/** The timeout of one delivery, in milliseconds. */
const TRY_MS = 5000;
/** The delays before each retry, in milliseconds. */
const RETRY_MS = [500, 2000];

/** The settings of a recorder. */
export interface RecordSettings {
  /** Where events are posted. */
  sink: URL;
  /** The share of texts that are recorded, 0 to 1. */
  share: number;
  /** The `source` of the events. */
  source: string;
}

/** An event was not delivered. */
class NotTaken extends Error {
  /** Whether a retry may succeed. */
  readonly mayPass: boolean;

  constructor(message: string, mayPass: boolean, cause?: unknown) {
    super(message, { cause });
    this.mayPass = mayPass;
  }
}

/**
 * Posts each text and its answer to a sink, as a CloudEvent in structured mode. Each event is one line of NDJSON.
 * Delivery runs in the background, with a bounded queue and retries while the sink is down or overloaded.
 * @param onError called at the first failure after a success
 */
export function startRecorder(
  { sink, share, source }: RecordSettings,
  onError: (error: unknown) => void,
): Recorder {
  const waiting: Buffer<ArrayBuffer>[] = [];
  const counts = { sent: 0, full: 0, failed: 0 };
  const stop = new AbortController();
  const finished = Promise.withResolvers<void>();
  let numBytes = 0; // waiting and in flight
  let numSenders = 0;
  let isFailing = false;

  /** Sends an event, with retries. @throws NotTaken */
  async function deliver(event: Buffer<ArrayBuffer>): Promise<void> {
    for (let numTries = 0; ; numTries++) {
      try {
        return await post(sink, event);
      } catch (error) {
        if (!(error as NotTaken).mayPass || numTries === RETRY_MS.length || stop.signal.aborted) throw error;
        // A shutdown ends the wait, for a last attempt.
        await sleep(RETRY_MS[numTries], undefined, { signal: stop.signal }).catch(() => {});
      }
    }
  }

  async function sendAll(): Promise<void> {
    for (let event = waiting.shift(); event; event = waiting.shift()) {
      try {
        await deliver(event);
        counts.sent++;
        isFailing = false;
      } catch (error) {
        counts.failed++;
        if (!isFailing) onError(error);
        isFailing = true;
        // A shutdown does not wait for a sink that is down.
        if (stop.signal.aborted) counts.failed += waiting.splice(0).length;
      }
      numBytes -= event.length;
    }
    numSenders--;
    if (numSenders === 0 && stop.signal.aborted) finished.resolve();
  }

  return {
    share,
    counts: () => counts,
    record(recorded) {
      const event = Buffer.from(toJson(eventOf(recorded, source)));
      if (numBytes + event.length > MAX_WAITING_BYTES) {
        counts.full++;
        return;
      }
      waiting.push(event);
      numBytes += event.length;
      if (numSenders === NUM_SENDERS) return;
      numSenders++;
      setImmediate(sendAll); // after the response
    },
    async flush() {
      stop.abort();
      if (numSenders > 0) await finished.promise;
    },
  };
}

function eventOf({ mytext, answer }: RecordedAnswer, source: string) {
  return {
    attributes: {
      specversion: '1.0',
      id: randomUUID(),
      source,
      type: RECORD_TYPE,
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
      ...classAttributes(answer),
    },
    data: { mytext, answer },
  } as const;
}

/** @throws NotTaken */
async function post(sink: URL, event: Buffer<ArrayBuffer>): Promise<void> {
  const headers = { 'content-type': EVENT_TYPE };
  const signal = AbortSignal.timeout(TRY_MS);
  const answer = await fetch(sink, {
    method: 'POST',
    headers,
    body: event,
    redirect: 'manual',
    signal,
  }).catch((cause: Error) => {
    throw new NotTaken('the sink cannot be reached', true, cause.cause ?? cause);
  });
  // Read to the end, so that the connection can be reused.
  await answer.body?.pipeTo(new WritableStream()).catch(() => {});
  if (answer.ok) return;
  const { status } = answer;
  const mayPass = status >= 500 || status === 408 || status === 425 || status === 429;
  throw new NotTaken(`the sink answered ${status}`, mayPass);
}
