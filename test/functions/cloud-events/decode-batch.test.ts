import { describe, expect, test } from 'vitest';
import { REQUIRED } from '../../helpers/cloud-events.ts';
import { batched, refusal } from '../../helpers/decode-events.ts';

describe('a batch', () => {
  test('holds events in order, which may be none', () => {
    expect(batched([])).toEqual([]);
    const events = batched([
      { ...REQUIRED, data: 1 },
      { ...REQUIRED, id: '8' },
    ]);
    expect(events.map(({ attributes, pointer }) => [attributes.id, pointer])).toEqual([
      ['7', '/0'],
      ['8', '/1'],
    ]);
  });

  test.each([
    [[REQUIRED, REQUIRED, REQUIRED, { ...REQUIRED, id: '' }], '/3/id'],
    [[REQUIRED, { ...REQUIRED, specversion: '0.3' }], '/1/specversion'],
    [[null], '/0'],
    [[[REQUIRED]], '/0'],
    [[{ ...REQUIRED, A: 1 }], '/0'],
    [[{ ...REQUIRED, data_base64: 1 }], '/0/data_base64'],
    [REQUIRED, undefined],
    ['a', undefined],
  ])('%j is refused', (batch, pointer) => {
    const fault = refusal(() => batched(batch));
    expect([fault.type, fault.pointer]).toEqual(['invalid-event', pointer]);
  });

  test('holds 1,000 events and no more', () => {
    expect(batched(Array(1000).fill(REQUIRED))).toHaveLength(1000);
    expect(refusal(() => batched(Array(1001).fill(REQUIRED))).type).toBe('too-many-texts');
  });
});
