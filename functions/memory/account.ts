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

/** The memory of a chunked response until the client has read it. */
const CHUNKS_BYTES = 262_144;
/** The longest wait for memory, in milliseconds. Clients that read slowly may hold it. */
const LONGEST_WAIT_MS = 5000;

const NO_ROOM = 'Too little memory is free for this request; send it again later.';

/** Reserves memory for requests. It is released when the response is sent or the client disconnects. */
export interface RequestMemory {
  /**
   * Waits until a text can be processed, and for its memory. A short text needs neither.
   * @throws ProblemError, by rejecting, when the wait is too long
   */
  reserveText(request: FastifyRequest, text: string, options: AnswerOptions): Promise<void>;
  /**
   * Waits for the memory for many texts, processed one or a few at a time, and a chunked response.
   * @param longest the length of the longest text, in UTF-16 code units
   * @throws ProblemError, by rejecting, when the wait is too long
   */
  reserveTexts(request: FastifyRequest, longest: number, options: AnswerOptions): Promise<void>;
  /**
   * Reserves the memory of an open stream.
   * @throws ProblemError when too little memory is free
   */
  reserveStream(request: FastifyRequest): void;
  /** Reserves the additional memory of a long line in a stream; undefined if too little is free. */
  reserveLongLine(request: FastifyRequest): Reservation | undefined;
  /**
   * Waits without a limit for the memory to process some lines of a stream. The caller releases it.
   * @param longest the length of the longest line, in bytes
   */
  reserveLines(longest: number, options: AnswerOptions): Promise<Reservation>;
  /**
   * Waits for the memory that the main thread needs for parts of a batch that worker threads answer.
   * @param size the size of the largest part, in UTF-16 code units
   * @param numParts the number of parts in memory at a time
   * @throws ProblemError, by rejecting, when the wait is too long
   */
  reserveParts(
    request: FastifyRequest,
    size: number,
    numParts: number,
    options: AnswerOptions,
  ): Promise<void>;
  /**
   * Waits without a limit for the same memory for one part of a stream. The caller or the end of the request releases
   * it.
   */
  reservePart(request: FastifyRequest, size: number, options: AnswerOptions): Promise<Reservation>;
}

/**
 * Reads the bodies of an app's requests within the memory budget, and tracks the memory of each request.
 * @param numAhead how many texts of a request are begun at a time
 */
export function accountMemory(
  app: FastifyInstance,
  budget: MemoryBudget,
  admitLongText: AdmitLongText,
  refuseLater: RefuseLater,
  numAhead = 1,
): RequestMemory {
  const held = new WeakMap<FastifyRequest, Set<Reservation>>();

  function hold(request: FastifyRequest, reservation: Reservation): void {
    const reservations = held.get(request);
    if (reservations) reservations.add(reservation);
    else reservation.release();
  }
  /** The same for a reservation that may be released before the request is answered. */
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

  // Bodies stay bytes until the route decodes them. Every body is thus read to its end before the response, as some
  // proxies require. It also keeps Fastify's parsers from accepting what the contract refuses.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', async (request: FastifyRequest, body: FastifyRequest['raw']) => {
    const ask = bodyRequest(request.raw);
    if (ask && request.is404) return undefined; // a 404 needs no body
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
    // Memory is released when the client has read the response or disconnected, not when the response is ready.
    reply.raw.once('close', () => release(request));
    done();
  });

  async function reserveWork(request: FastifyRequest, numBytes: number): Promise<void> {
    hold(request, budget.work.tryReserve(numBytes) ?? (await waitForWork(numBytes)));
  }
  /** A separate function, so that a timer is created only for a text that waits. */
  function waitForWork(numBytes: number): Promise<Reservation> {
    return budget.work.reserve(numBytes, AbortSignal.timeout(LONGEST_WAIT_MS)).catch(() => {
      throw problem('overloaded', NO_ROOM);
    });
  }

  return {
    async reserveText(request, text, options) {
      if (text.length <= SHORT_TEXT) return;
      await admitLongText(() => reserveWork(request, workCost(text.length, options)));
    },
    reserveTexts: (request, longest, options) =>
      reserveWork(request, CHUNKS_BYTES + numAhead * workCost(longest, options)),
    reserveStream(request) {
      const reservation = budget.bodies.tryReserve(streamCost());
      if (!reservation) throw problem('overloaded', NO_ROOM);
      hold(request, reservation);
    },
    reserveLongLine(request) {
      const reservation = budget.bodies.tryReserve(longLineCost());
      return reservation && holdFor(request, reservation);
    },
    reserveLines: (longest, options) =>
      budget.work.reserve(CHUNKS_BYTES + numAhead * workCost(longest, options)),
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
