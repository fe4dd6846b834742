import { expect, test } from 'vitest';
import { createWordRows } from '../../../classifier/src/linear/word-rows.ts';

interface Numbered {
  serial: number;
  number: number;
}
const createWord = (number: number): Numbered => ({ serial: -1, number });

test('a row is written once for a word that comes again, and lies on its own', () => {
  let numWritten = 0;
  const { numbers, find } = createWordRows<Numbered>(20, ({ number }, numbers, start) => {
    numWritten++;
    for (let i = 0; i < 20; i++) numbers[start + i]! += number;
  });
  const words = [1, 2, 3].map(createWord);
  for (let time = 0; time < 2; time++) {
    for (const word of words) {
      const start = find(word);
      expect([...numbers.subarray(start, start + 20)]).toEqual(new Array(20).fill(word.number));
    }
  }
  expect(numWritten).toBe(3);
});

test('a word whose row was given to another gets a new one, of zeros before it is written', () => {
  const { numbers, find } = createWordRows<Numbered>(1, ({ number }, numbers, start) => {
    numbers[start]! += number;
  });
  const first = createWord(7);
  find(first);
  for (let i = 0; i < 40_000; i++) find(createWord(1));
  expect(numbers[find(first)]).toBe(7);
});
