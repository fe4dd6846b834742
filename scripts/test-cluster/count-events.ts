import { StepFailure } from './cluster.ts';

/** What is read of a reply. */
export interface Reply {
  /** Of the event that it answers: its number, from 1. */
  subject: string;
}

/**
 * Counts what came of numbered events, of which each `poisonEvery`-th can only become a dead letter.
 * @returns the count, in words
 * @throws StepFailure where one is lost, doubled, or answered though it is poison
 */
export function countEvents(
  replies: readonly Reply[],
  numDead: number,
  numEvents: number,
  poisonEvery: number,
): string {
  const counts = new Map<number, number>();
  for (const { subject } of replies) counts.set(Number(subject), (counts.get(Number(subject)) ?? 0) + 1);
  const numbers = Array.from({ length: numEvents }, (_, i) => i + 1);
  const isPoison = (i: number): boolean => i % poisonEvery === 0;
  const numPoison = numbers.filter(isPoison).length;
  const problems = {
    'lost events': numbers.filter((i) => !isPoison(i) && !counts.has(i)).length,
    'doubled replies': [...counts.values()].filter((count) => count > 1).length,
    'replies to poison': numbers.filter((i) => isPoison(i) && counts.has(i)).length,
    'dead letters too few': Math.max(0, numPoison - numDead),
    'dead letters too many': Math.max(0, numDead - numPoison),
  };
  const found = Object.entries(problems).filter(([, count]) => count > 0);
  if (found.length > 0) throw new StepFailure(found.map(([what, count]) => `${count} ${what}`).join(', '));
  return `${counts.size} replies and ${numDead} dead letters, none lost or doubled`;
}
