import { expect, test } from 'vitest';
import type { Reply } from '../../../../scripts/bench/load/send.ts';
import { countReply, createTally } from '../../../../scripts/bench/load/tally.ts';

const RIGHT: Reply = { status: 200, headers: {}, sha256: 'a', hasRefusedLine: false };

test('what came of messages is counted: right, refused, broken off, wrong', async () => {
  const tally = createTally();
  const replies: Promise<Reply | undefined>[] = [
    Promise.resolve(RIGHT),
    Promise.resolve({ ...RIGHT, status: 503, headers: { 'retry-after': '1' }, sha256: 'b' }),
    Promise.resolve({ ...RIGHT, sha256: 'd', hasRefusedLine: true }),
    Promise.resolve(undefined),
    Promise.resolve({ ...RIGHT, sha256: 'c' }),
    Promise.resolve({ ...RIGHT, status: 503, sha256: 'b' }),
    Promise.reject(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })),
  ];
  const isRight = [];
  for (const reply of replies) isRight.push(await countReply(tally, RIGHT, reply));
  expect(isRight).toEqual([true, false, false, false, false, false, false]);
  expect(tally).toEqual({
    sent: 7,
    right: 1,
    refused: 2,
    brokenOff: 1,
    wrong: 3,
    faults: ['another body', 'status 503', 'ECONNRESET'],
  });
});
