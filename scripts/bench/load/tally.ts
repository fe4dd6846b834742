import type { Reply } from './send.ts';

const MAX_FAULTS = 3;

/** The outcomes of messages of one kind. */
export interface Tally {
  sent: number;
  /** Answers equal, byte for byte, to the reference answer without other traffic. */
  right: number;
  /** Answers with 503 and Retry-After, or with lines of a stream refused likewise. */
  refused: number;
  /** Messages that we broke off, so that no answer was expected. */
  brokenOff: number;
  /** Any other outcome: a wrong, missing or incomplete answer. */
  wrong: number;
  /** Descriptions of the first few wrong outcomes. */
  faults: string[];
}

/** Makes an empty tally. */
export function createTally(): Tally {
  return { sent: 0, right: 0, refused: 0, brokenOff: 0, wrong: 0, faults: [] };
}

/**
 * Counts the outcome of a message.
 * @param reference the right answer
 * @param reply the promise returned by `send`
 * @returns whether the answer is right
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
