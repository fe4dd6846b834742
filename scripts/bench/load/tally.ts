import type { Reply } from './send.ts';

const MAX_FAULTS = 3;

/** What came of messages of one kind. */
export interface Tally {
  sent: number;
  /** Answered as when nothing else is under way, byte for byte. */
  right: number;
  /** Answered with 503, and when to come again; or with lines of a stream refused so. */
  refused: number;
  /** Broken off by us, so that no answer was to come. */
  brokenOff: number;
  /** Anything else: another answer, none, half of one. */
  wrong: number;
  /** What was wrong, the first few. */
  faults: string[];
}

/** A tally of nothing yet. */
export function createTally(): Tally {
  return { sent: 0, right: 0, refused: 0, brokenOff: 0, wrong: 0, faults: [] };
}

/**
 * Counts what came of a message.
 * @param reference the right answer
 * @param reply what `send` gives or fails with
 * @returns whether the answer was the right one
 */
export async function countReply(
  tally: Tally,
  reference: Reply,
  reply: Promise<Reply | undefined>,
): Promise<boolean> {
  tally.sent++;
  try {
    const answer = await reply;
    if (answer === undefined) {
      tally.brokenOff++;
      return false;
    }
    if (answer.status === reference.status && answer.sha256 === reference.sha256) {
      tally.right++;
      return true;
    }
    const isRefusal = answer.status === 503 && /^\d+$/.test(answer.headers['retry-after'] ?? '');
    if (isRefusal || answer.hasRefusedLine) {
      tally.refused++;
      return false;
    }
    addFault(tally, answer.status === reference.status ? 'another body' : `status ${answer.status}`);
  } catch (error) {
    const { code, message, name } = error as NodeJS.ErrnoException;
    addFault(
      tally,
      name === 'AbortError' || name === 'TimeoutError' ? 'no answer in time' : (code ?? message),
    );
  }
  return false;
}

function addFault(tally: Tally, fault: string): void {
  tally.wrong++;
  if (tally.faults.length < MAX_FAULTS && !tally.faults.includes(fault)) tally.faults.push(fault);
}
