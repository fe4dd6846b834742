import { StepFailure } from './cluster.ts';

/** The fields of a reply that are read. */
export interface Reply {
  /** The number of the event that it answers, from 1. */
  subject: string;
}

/**
 * Counts the replies and dead letters for numbered events. Every `poisonEvery`-th event is poison and must become a
 * dead letter.
 * @returns a summary
 * @throws StepFailure if an event is lost or duplicated, or a poison event has a reply
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
