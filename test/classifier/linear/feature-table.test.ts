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
