import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { OpenResponses } from './open-responses.ts';

const HEAD_END = Buffer.from('\r\n\r\n');
const NOTHING = Buffer.alloc(0);
/** The most parts that are parsed in one turn of the event loop. A body has parts if it contains blank lines. */
const PARTS_PER_TURN = 64;

/**
 * The most bytes of pipelined requests that wait, of all connections together. A connection with more than fits is closed
 * after its response, and its client must send the rest again.
 */
const MOST_WAITING_BYTES = 4_194_304;

/**
 * Answers pipelined requests one after another: the next one is parsed in another turn of the event loop, once the last
 * one is answered. Node.js parses all that has arrived at once. In 64 KiB there may be two thousand requests, and a
 * hundred such connections would take all memory, or keep others waiting for seconds.
 */
export function answerInTurn(server: Server, openResponses: OpenResponses): void {
  const releases = new WeakMap<Socket, () => void>();
  /** The bytes of each connection that wait for a response, and their sum. */
  const held = new WeakMap<Socket, number>();
  let numHeld = 0;
  function hold(socket: Socket, numBytes: number): void {
    numHeld += numBytes - (held.get(socket) ?? 0);
    held.set(socket, numBytes);
  }

  server.on('connection', (socket: Socket) => {
    const [parse] = socket.listeners('data') as [(data: Buffer) => void];
    let rest: Buffer = NOTHING;
    let isWaiting = false;
    const findAnswering = () => openResponses(socket).findLast(({ req }) => req.complete);
    function giveBack(): void {
      if (rest.length > 0) socket.unshift(rest);
      rest = NOTHING;
    }
    function goOn(): void {
      const last = findAnswering();
      isWaiting = last !== undefined;
      if (last) last.once('close', goOn);
      else setImmediate(() => socket.resume());
    }
    /** Closes the connection after a response, and reads no more of it. */
    function endAfter(response: ServerResponse): void {
      rest = NOTHING;
      response.shouldKeepAlive = false;
      response.once('close', () => socket.end());
    }
    function take(data: Buffer): void {
      hold(socket, 0);
      rest = data;
      for (let numParts = 0; rest.length > 0; numParts++) {
        const answering = findAnswering();
        if (numParts === PARTS_PER_TURN || answering) {
          socket.pause();
          if (answering && numHeld + rest.length > MOST_WAITING_BYTES) {
            endAfter(answering);
            return;
          }
          if (answering) hold(socket, rest.length);
          giveBack();
          if (!isWaiting) goOn(); // Node.js itself resumes a socket at times
          return;
        }
        const part = firstPart(rest);
        rest = rest.subarray(part.length);
        // A copy, or a body that is kept would keep all that came with it.
        parse(part === data ? part : Buffer.from(part));
      }
    }
    socket.off('data', parse).on('data', take);
    // A connection comes again after an ignored upgrade.
    if (!held.has(socket)) socket.once('close', () => hold(socket, 0));
    hold(socket, 0);
    releases.set(socket, () => {
      socket.off('data', take);
      giveBack();
    });
  });

  // Node.js gives up the connection then. Other listeners come later, so that what they put back comes before the rest.
  const release = (_request: IncomingMessage, socket: unknown): void => releases.get(socket as Socket)?.();
  server.on('upgrade', release);
  server.on('connect', release);
}

/** The data with the first head in it, or all of it if there is no second one. */
function firstPart(data: Buffer): Buffer {
  const end = data.indexOf(HEAD_END) + HEAD_END.length;
  return end < HEAD_END.length || !data.includes(HEAD_END, end) ? data : data.subarray(0, end);
}
