import { max } from 'simple-statistics';
import { buildImage } from '../image/index.ts';
import { removeContainer, startContainer } from '../servers/container.ts';
import { whyNoPodman } from './load/why-no-podman.ts';
import { attack, type Damage } from './memory/attack.ts';
import { createKinds, type Kind } from './memory/kinds.ts';
import type { BenchReport } from './report.ts';

/** The memory limits of the containers: that of the manifest, and a smaller one. */
const MEMORIES = ['192m', '128m'];
const AT_ONCE = [8, 40, 200];

interface MemoryOptions {
  /** Whether to send only few kinds, 40 at once, to a single container. */
  quick: boolean;
  /** The base of the image. */
  base: string;
}

/** The outcome of one kind of request to a container. */
export interface MemoryFinding extends Damage {
  memory: string;
  kind: string;
}

/**
 * Sends requests of one megabyte to containers with little memory: many of each kind at once, half-sent, and read
 * slowly. No container may be killed, and every answer must be right or a refusal.
 */
export async function benchMemory({ quick, base }: MemoryOptions): Promise<BenchReport> {
  const noPodman = whyNoPodman();
  if (noPodman !== undefined) {
    return { columns: { kind: 'kind' }, rows: [], notes: [`SKIPPED: ${noPodman}`], isWithinLimits: true };
  }
  const image = await buildImage({ engine: 'podman', base, tag: 'localhost/movie-sentiment-bench-memory' });
  const kinds = createKinds().filter(({ isQuick }) => isQuick || !quick);
  const findings: MemoryFinding[] = [];
  for (const memory of quick ? MEMORIES.slice(0, 1) : MEMORIES) {
    findings.push(...(await attackContainer(image, memory, kinds, quick ? [40] : AT_ONCE)));
  }
  return reportMemory(findings);
}

/** Sends each kind in turn to the same container, or to a new one after it has ended. */
async function attackContainer(
  image: string,
  memory: string,
  kinds: readonly Kind[],
  counts: readonly number[],
): Promise<MemoryFinding[]> {
  const findings: MemoryFinding[] = [];
  let container = await startContainer(image, { memory });
  try {
    for (const kind of kinds) {
      const damage = await attack(container, kind, counts);
      findings.push({ memory, kind: kind.name, ...damage });
      const { right, refused, wrong, end = 'runs' } = damage;
      console.error(`${memory}, ${kind.name}: ${right} right, ${refused} refused, ${wrong} wrong; ${end}`);
      if (end === 'runs') continue;
      await removeContainer(container.id);
      container = await startContainer(image, { memory });
    }
  } finally {
    await removeContainer(container.id);
  }
  return findings;
}

/** Makes the report of the findings, and checks the limits. */
export function reportMemory(findings: readonly MemoryFinding[]): BenchReport {
  const isKept = findings.every(
    ({ wrong, end, hasRecovered }) => wrong === 0 && end === undefined && hasRecovered,
  );
  const byMemory = Map.groupBy(findings, ({ memory }) => memory);
  return {
    columns: {
      memory: 'memory',
      kind: 'kind, 1 MB each',
      sent: 'sent',
      right: 'right',
      refused: '503',
      brokenOff: 'broken off by us',
      wrong: 'wrong',
      end: 'ended',
      hasRecovered: 'answered 1 s later',
      peakMB: 'peak MB, with file pages',
      anonymousMB: 'anonymous MB',
    },
    rows: findings.map(({ faults: _, peakBytes, anonymousBytes, end = 'no', hasRecovered, ...counts }) => ({
      ...counts,
      end,
      hasRecovered: hasRecovered ? 'yes' : 'NO',
      peakMB: peakBytes / 1e6,
      anonymousMB: anonymousBytes / 1e6,
    })),
    notes: [
      'Each kind in turn to the same container of one CPU: at once, half-sent and then finished or broken off, and read slowly. An answer is right where it is the one that the same request gets alone, byte for byte.',
      ...[...byMemory].map(([memory, those]) => {
        const peakMB = max(those.map(({ peakBytes }) => peakBytes)) / 1e6;
        const anonymousMB = max(those.map(({ anonymousBytes }) => anonymousBytes)) / 1e6;
        return `${memory}: at most ${peakMB.toFixed(0)} MB by the kernel’s count, ${anonymousMB.toFixed(0)} MB anonymous.`;
      }),
      ...findings.flatMap(({ memory, kind, faults }) =>
        faults.length > 0 ? [`Wrong with ${memory}, ${kind}: ${faults.join(', ')}.`] : [],
      ),
      isKept
        ? 'No container ended, every answer was right or 503, and a second later everything was answered.'
        : 'NOT every container lived, every answer was right or 503, and everything was answered a second later.',
    ],
    isWithinLimits: isKept,
  };
}
