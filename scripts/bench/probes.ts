import { median } from 'simple-statistics';
import { repeatDuring } from './load/repeat-during.ts';
import { whileServingDefault } from './load/while-serving-default.ts';
import type { BenchReport } from './report.ts';

/** Knative's interval and limit of readiness probes, in milliseconds. */
const PROBE_EVERY_MS = 50;
const PROBE_LIMIT_MS = 100;

const SENTENCE = 'A lovely film with fine performances, though not as funny or moving as it could be. ';
const TEXT_OF_1_KIB = SENTENCE.repeat(13).slice(0, 1040);
const SENTENCE_OF_200_TOKENS = `${'a very good film '.repeat(49)}indeed it is. `;

/** Requests at the limits of the contract, with their number sent at once. */
const WORKS = [
  {
    work: 'batch of 1,000 texts, 1 MiB',
    path: '/batch',
    body: { mytexts: Array(1000).fill(TEXT_OF_1_KIB) },
    atOnce: 1,
  },
  {
    work: 'batch of 50 texts, explained and by sentence',
    path: '/batch?explain=true&sentences=true',
    body: { mytexts: Array(50).fill(TEXT_OF_1_KIB) },
    atOnce: 1,
  },
  {
    work: 'explanation of 1,000 tokens, 200 a sentence',
    path: '/?explain=true',
    body: { mytext: SENTENCE_OF_200_TOKENS.repeat(5) },
    atOnce: 1,
  },
  {
    work: 'texts of 20,000 characters, 20 at once',
    path: '/',
    body: { mytext: SENTENCE.repeat(240).slice(0, 20_000) },
    atOnce: 20,
  },
];

interface ProbesOptions {
  /** The number of times each work is requested, one after the other. */
  repeats: number;
}

/** Measures the latency of readiness probes while the server, on one core, processes the longest requests allowed. */
export async function benchProbes({ repeats }: ProbesOptions): Promise<BenchReport> {
  const rows = await whileServingDefault(async ({ url }) => {
    const measured = [];
    for (const work of WORKS) measured.push(await probeDuring(work, url, repeats));
    return measured;
  });
  const isWithinLimits = rows.every(({ slowestProbeMs }) => slowestProbeMs < PROBE_LIMIT_MS);
  return {
    columns: {
      work: 'while it works on',
      durationMs: 'which takes, median ms',
      numProbes: 'probes',
      probeMs: 'probe, median ms',
      slowestProbeMs: 'slowest probe, ms',
    },
    rows,
    notes: [
      `Readiness is probed every ${PROBE_EVERY_MS} ms: ${isWithinLimits ? 'every probe is' : 'NOT every probe is'} answered within ${PROBE_LIMIT_MS} ms.`,
    ],
    isWithinLimits,
  };
}

async function probeDuring(
  { work, path, body, atOnce }: (typeof WORKS)[number],
  url: string,
  repeats: number,
) {
  const post = () => fetchWhole(new URL(path, url), JSON.stringify(body));
  const durations: number[] = [];
  const probes: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const works = Promise.all(Array.from({ length: atOnce }, post));
    const took = await repeatDuring(works, PROBE_EVERY_MS, async () => {
      probes.push(await fetchWhole(new URL('/health/readiness', url)));
    });
    durations.push(...took);
  }
  return {
    work,
    durationMs: median(durations),
    numProbes: probes.length,
    probeMs: median(probes),
    slowestProbeMs: Math.max(...probes),
  };
}

/** Measures the time of a request, in milliseconds; it is a POST if there is a body. */
async function fetchWhole(url: URL, body?: string): Promise<number> {
  const start = performance.now();
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, body === undefined ? {} : { method: 'POST', headers, body });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url.pathname} was answered with ${response.status}`);
  return performance.now() - start;
}
