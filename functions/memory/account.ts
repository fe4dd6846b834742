import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AnswerOptions } from '../contract/abstain.ts';
import { ProblemError, problem } from '../contract/problems.ts';
import { SHORT_TEXT } from '../service/classify-text.ts';
import type { RefuseLater } from '../service/pace-refusals.ts';
import type { AdmitLongText } from '../service/shed-load.ts';
import { decoderOf } from '../wire/content-coding.ts';
import { bodyRequest } from '../wire/expectations.ts';
import {
  longLineCost,
  type MemoryBudget,
  partCost,
  type Reservation,
  streamCost,
  workCost,
} from './budget.ts';
import { decompressBody } from './decompress-body.ts';
import { readBody } from './read-body.ts';

/** What an answer in chunks holds until the client has taken it. */
const CHUNKS_BYTES = 262_144;
/** The longest wait for memory: what others hold who take their answers slowly. */
const LONGEST_WAIT_MS = 5000;

const NO_ROOM = 'More is being worked on than fits into the memory; send this request again later.';

/** The memory that requests take, each until it is answered or its client is gone. */
export interface RequestMemory {
  /**
   * Waits until a text can be worked on, and for the memory that it takes; a short one neither waits nor counts.
   * @throws ProblemError, by rejecting, when either does not come in time
   */
  reserveText(request: FastifyRequest, text: string, options: AnswerOptions): Promise<void>;
  /**
   * Waits for the memory that the work on many texts takes, one after another, and the answer in chunks.
   * @param longest the length of the longest text, in UTF-16 code units
   * @throws ProblemError, by rejecting, when it does not come in time
   */
  reserveTexts(request: FastifyRequest, longest: number, options: AnswerOptions): Promise<void>;
  /**
   * Reserves what an open stream keeps.
   * @throws ProblemError when it is not free
   */
  reserveStream(request: FastifyRequest): void;
  /** Reserves what a long line of a stream keeps besides; undefined where it is not free. */
  reserveLongLine(request: FastifyRequest): Reservation | undefined;
  /** Waits, however long, for what the work on some lines of a stream takes, until that is given back. */
  reserveLines(longest: number, options: AnswerOptions): Promise<Reservation>;
  /**
   * Waits for what the main thread holds of so many parts of a batch that other threads answer.
   * @param size the size of the largest part, in UTF-16 code units
   * @throws ProblemError, by rejecting, when it does not come in time
   */
  reserveParts(
    request: FastifyRequest,
    size: number,
    numParts: number,
    options: AnswerOptions,
  ): Promise<void>;
  /** Waits, however long, for the same of one part of a stream, until that is given back or the client is gone. */
  reservePart(request: FastifyRequest, size: number, options: AnswerOptions): Promise<Reservation>;
}

/** Reads the bodies of an app's requests into a budget, and keeps account of what each request holds. */
export function accountMemory(
  app: FastifyInstance,
  budget: MemoryBudget,
  admitLongText: AdmitLongText,
  refuseLater: RefuseLater,
): RequestMemory {
  const held = new WeakMap<FastifyRequest, Set<Reservation>>();

  function hold(request: FastifyRequest, reservation: Reservation): void {
    const reservations = held.get(request);
    if (reservations) reservations.add(reservation);
    else reservation.release();
  }
  /** The same for a reservation that may be given back before the request is answered. */
  function holdFor(request: FastifyRequest, reservation: Reservation): Reservation {
    hold(request, reservation);
    return {
      release() {
        held.get(request)?.delete(reservation);
        reservation.release();
      },
    };
  }
  function release(request: FastifyRequest): void {
    for (const reservation of held.get(request) ?? []) reservation.release();
    held.delete(request);
  }

  // Bodies stay bytes until the route decodes them. So every body is read to its end before the answer, as
  // proxies need it, and none of Fastify's parsers accepts what the contract refuses.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', async (request: FastifyRequest, body: FastifyRequest['raw']) => {
    const ask = bodyRequest(request.raw);
    if (ask && request.is404) return undefined; // its refusal needs no body
    try {
      const received = await readBody(body, request.headers, budget.bodies, ask);
      hold(request, received.reservation);
      const createDecoder = decoderOf(request.headers['content-encoding']);
      if (!createDecoder || received.bytes.length === 0) return received.bytes;
      const { bytes, reservation } = await decompressBody(received, createDecoder, budget.bodies);
      hold(request, reservation);
      return bytes;
    } catch (error) {
      if (error instanceof ProblemError && error.type === 'overloaded') await new Promise<void>(refuseLater);
      throw error;
    }
  });
  app.addHook('onRequest', (request, reply, done) => {
    held.set(request, new Set());
    // Not when the answer is made, but when the client has taken it, or has left.
    reply.raw.once('close', () => release(request));
    done();
  });

  async function reserveWork(request: FastifyRequest, numBytes: number): Promise<void> {
    hold(request, budget.work.tryReserve(numBytes) ?? (await waitForWork(numBytes)));
  }
  /** Apart, since a timer for each text that need not wait would live on for seconds. */
  function waitForWork(numBytes: number): Promise<Reservation> {
    return budget.work.reserve(numBytes, AbortSignal.timeout(LONGEST_WAIT_MS)).catch(() => {
      throw problem('overloaded', NO_ROOM);
    });
  }

  return {
    async reserveText(request, text, options) {
      if (text.length <= SHORT_TEXT) return;
      await admitLongText();
      await reserveWork(request, workCost(text.length, options));
    },
    reserveTexts: (request, longest, options) =>
      reserveWork(request, CHUNKS_BYTES + workCost(longest, options)),
    reserveStream(request) {
      const reservation = budget.bodies.tryReserve(streamCost());
      if (!reservation) throw problem('overloaded', NO_ROOM);
      hold(request, reservation);
    },
    reserveLongLine(request) {
      const reservation = budget.bodies.tryReserve(longLineCost());
      return reservation && holdFor(request, reservation);
    },
    reserveLines: (longest, options) => budget.work.reserve(CHUNKS_BYTES + workCost(longest, options)),
    reserveParts: (request, size, numParts, options) =>
      reserveWork(request, numParts * (CHUNKS_BYTES + partCost(size, hasDetails(options)))),
    async reservePart(request, size, options) {
      const reservation = await budget.work.reserve(CHUNKS_BYTES + partCost(size, hasDetails(options)));
      return holdFor(request, reservation);
    },
  };
}

function hasDetails({ explain, sentences }: AnswerOptions): boolean {
  return explain === true || sentences === true;
}
