import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildFeatureTable, findFeature } from '../../../classifier/src/linear/feature-table.ts';

test('ranges begin where the highest bits of the hashes change', () => {
  // Two bits make four ranges, which begin at 0, 0x40000000, 0x80000000 and 0xc0000000.
  const hashes = Uint32Array.of(0, 0x3fffffff, 0x80000000, 0xbfffffff, 0xffffffff);
  const table = buildFeatureTable(hashes, 2);
  expect(table.hashes).toBe(hashes);
  expect([...table.rangeStarts]).toEqual([0, 2, 2, 4, 5]);
  expect([...hashes].map((hash) => findFeature(table, hash))).toEqual([0, 1, 2, 3, 4]);
  for (const hash of [1, 0x3ffffffe, 0x40000000, 0x80000001, 0xc0000000, 0xfffffffe]) {
    expect(findFeature(table, hash)).toBe(-1);
  }
});

test('a table without hashes holds none', () => {
  const table = buildFeatureTable(new Uint32Array(), 15);
  for (const hash of [0, 1, 0x80000000, 0xffffffff]) expect(findFeature(table, hash)).toBe(-1);
});

test('every hash is found in its place and no other is found, in ranges of any width', () => {
  // Hashes close together share a range, those far apart do not; both must be found.
  const hash = fc.oneof(
    fc.nat(0xffffffff),
    fc.nat(40),
    fc.nat(40).map((n) => 0xffffffff - n),
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(hash, { maxLength: 60 }),
      fc.array(hash),
      fc.integer({ min: 1, max: 16 }),
      (members, others, rangeBits) => {
        const hashes = Uint32Array.from(members).sort();
        const table = buildFeatureTable(hashes, rangeBits);
        for (const [i, member] of hashes.entries()) expect(findFeature(table, member)).toBe(i);
        for (const other of others) expect(findFeature(table, other)).toBe(hashes.indexOf(other));
      },
    ),
  );
});
