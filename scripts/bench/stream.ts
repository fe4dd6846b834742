import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SMALL_KINDS } from '../../classifier/src/index.ts';
import { build, NODE_FLAGS } from '../bundle/index.ts';
import { startServer, stopServer } from '../servers/server-process.ts';
import { readPeakMiB, TELL_PEAK_MEMORY } from './peak-memory.ts';
import type { BenchReport } from './report.ts';

const LIMIT_MB = 256;
const TEXT = 'A lovely film with fine performances, though not as funny or moving as it could be.';

interface StreamOptions {
  /** The number of lines in the request. */
  lines: number;
}

/** Measures throughput and memory of one long stream of lines through `POST /batch`, with the server on one core. */
export async function benchStream({ lines }: StreamOptions): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-stream-'));
  try {
    const rows = [];
    for (const model of SMALL_KINDS) {
      await build({ model, folder: join(folder, model) });
      rows.push({ model, ...(await measureStream(join(folder, model, 'index.js'), lines)) });
    }
    const isWithinLimits = rows.every(({ peakMB, numInOrder }) => peakMB <= LIMIT_MB && numInOrder === lines);
    return {
      columns: {
        model: 'model',
        numInOrder: 'lines answered in order',
        linesPerSecond: 'lines/s',
        peakMB: 'peak resident MB',
      },
      rows,
      notes: [
        `${lines.toLocaleString('en')} lines of 18 tokens through one request: ${isWithinLimits ? 'within' : 'NOT within'} ${LIMIT_MB} MB, and in order.`,
      ],
      isWithinLimits,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measureStream(script: string, numLines: number) {
  const server = await startServer(script, [...NODE_FLAGS, ...TELL_PEAK_MEMORY]);
  const peakMiB = readPeakMiB(server.child);
  try {
    const start = performance.now();
    const request = httpRequest(new URL('/batch', server.url), {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
    });
    void writeLines(request, numLines);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    let numInOrder = 0;
    for await (const line of createInterface(response)) {
      if (line.startsWith(`{"id":${numInOrder},"sentiment":`)) numInOrder++;
    }
    const seconds = (performance.now() - start) / 1000;
    await stopServer(server);
    return { numInOrder, linesPerSecond: numLines / seconds, peakMB: ((await peakMiB) * 2 ** 20) / 1e6 };
  } finally {
    server.child.kill('SIGKILL'); // no effect on a server that has ended
  }
}

async function writeLines(request: ClientRequest, numLines: number): Promise<void> {
  for (let id = 0; id < numLines; id++) {
    if (!request.write(`${JSON.stringify({ mytext: TEXT, id })}\n`)) await once(request, 'drain');
  }
  request.end();
}
