import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildFeatureTable, findFeature, hashesOf } from '../../../classifier/src/linear/feature-table.ts';

test('ranges begin where the higher halves of the hashes change', () => {
  const hashes = Uint32Array.of(0, 0xffff, 0x20000, 0x2ffff, 0xffffffff);
  const table = buildFeatureTable(hashes);
  expect([...table.hashes]).toEqual([0, 0xffff, 0, 0xffff, 0xffff]);
  expect([...table.rangeStarts.subarray(0, 5)]).toEqual([0, 2, 2, 4, 4]);
  expect([...table.rangeStarts.subarray(-2)]).toEqual([4, 5]);
  expect(hashesOf(table)).toEqual(hashes);
  expect([...hashes].map((hash) => findFeature(table, hash))).toEqual([0, 1, 2, 3, 4]);
  for (const hash of [1, 0xfffe, 0x10000, 0x20001, 0x30000, 0xfffffffe]) {
    expect(findFeature(table, hash)).toBe(-1);
  }
});

test('a table without hashes holds none', () => {
  const table = buildFeatureTable(new Uint32Array());
  for (const hash of [0, 1, 0x80000000, 0xffffffff]) expect(findFeature(table, hash)).toBe(-1);
});

test('a search ends, and finds nothing that is not there, whatever the ranges are', () => {
  const hashes = Uint16Array.of(3, 5, 9);
  const start = fc.oneof(fc.nat(4), fc.constantFrom(2 ** 31, 2 ** 32 - 1));
  fc.assert(
    fc.property(fc.array(start, { minLength: 4, maxLength: 4 }), fc.nat(10), (starts, rest) => {
      const rangeStarts = new Uint32Array(2 ** 16 + 1).fill(hashes.length);
      rangeStarts.set(starts);
      for (const range of [0, 1, 2, 3]) {
        const found = findFeature({ hashes, rangeStarts }, range * 2 ** 16 + rest);
        expect(found === -1 || hashes[found] === rest).toBe(true);
      }
    }),
  );
});

test('every hash is found in its place and no other is found', () => {
  // Hashes close together share a range, those far apart do not; both must be found.
  const hash = fc.oneof(
    fc.nat(0xffffffff),
    fc.nat(40),
    fc.nat(40).map((n) => 0xffffffff - n),
  );
  fc.assert(
    fc.property(fc.uniqueArray(hash, { maxLength: 60 }), fc.array(hash), (members, others) => {
      const hashes = Uint32Array.from(members).sort();
      const table = buildFeatureTable(hashes);
      expect(hashesOf(table)).toEqual(hashes);
      for (const [i, member] of hashes.entries()) expect(findFeature(table, member)).toBe(i);
      for (const other of others) expect(findFeature(table, other)).toBe(hashes.indexOf(other));
    }),
  );
});
