import { expect, test } from 'vitest';
import { createMemory, remember } from '../../../classifier/src/text/remember.ts';

test('what is met again and again is found once', () => {
  const asked: string[] = [];
  const find = remember((key) => {
    asked.push(key);
    return key.length;
  });
  for (let i = 0; i < 50_000; i++) {
    expect(find('again')).toBe(5);
    find(`key ${i}`);
  }
  expect(asked.filter((key) => key === 'again')).toHaveLength(1);
});

test('no more than 20,000 are remembered, those met last', () => {
  const memory = createMemory<number>();
  for (let i = 0; i < 60_000; i++) memory.set(String(i), i);
  const isKnown = (i: number): boolean => memory.get(String(i)) !== undefined;
  const fromLast = Array.from({ length: 60_000 }, (_, i) => 59_999 - i);
  expect(fromLast.slice(0, 10_000).every(isKnown)).toBe(true);
  expect(fromLast.filter(isKnown).length).toBeLessThanOrEqual(20_000);
  memory.clear();
  expect(memory.get('59999')).toBeUndefined();
});
