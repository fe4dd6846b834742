import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { groupRows, type Row } from '../../../scripts/classify/rows.ts';

const row = (line: number, text = 'Fine.'): Row => ({ text, line });

/** Rows that come at once up to each pause, given as undefined. */
async function* come(...rows: (Row | undefined)[]) {
  for (const row of rows) {
    if (row) yield row;
    else for (let i = 0; i < 3; i++) await nextTurn();
  }
}

async function linesOf(rows: AsyncIterable<Row>) {
  return (await Array.fromAsync(groupRows(rows))).map(({ rows, isFull }) => [
    rows.map(({ line }) => line).join(' '),
    isFull,
  ]);
}

test('rows that come at once are one group, and none waits for a later one', async () => {
  expect(await linesOf(come(row(1), row(2), undefined, row(3), undefined))).toEqual([
    ['1 2', false],
    ['3', false],
  ]);
  expect(await linesOf(come())).toEqual([]);
});

test('a group is full at 128 rows, or at 16,384 characters', async () => {
  const many = Array.from({ length: 300 }, (_, i) => row(i));
  const groups = await Array.fromAsync(groupRows(come(...many)));
  expect(groups.map(({ rows, isFull }) => [rows.length, isFull])).toEqual([
    [128, true],
    [128, true],
    [44, false],
  ]);
  expect(groups.flatMap(({ rows }) => rows)).toEqual(many);
  const long = 'a'.repeat(10_000);
  expect(await linesOf(come(row(1, long), row(2, long), row(3, long)))).toEqual([
    ['1 2', true],
    ['3', false],
  ]);
});

test('a failure comes after the rows before it', async () => {
  async function* rows() {
    yield* [row(1), row(2)];
    throw new Error('line 3');
  }
  const groups = groupRows(rows());
  expect((await groups.next()).value).toEqual({ rows: [row(1), row(2)], isFull: false });
  await expect(groups.next()).rejects.toThrow('line 3');
});
