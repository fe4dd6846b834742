import { describe, expect, test } from 'vitest';
import { countResults, createKinds } from '../../../../scripts/bench/memory/kinds.ts';

const kinds = createKinds();

describe('the kinds of requests against memory', () => {
  test.each(kinds)('$name: a megabyte, within the limit of bodies where it is to be answered', (kind) => {
    const { length } = kind.message.body;
    expect(length).toBeGreaterThan(890_000);
    expect(length <= 1_048_576).toBe(kind.status !== 413);
  });

  test('are twelve or more, of which some are quick', () => {
    expect(kinds.length).toBeGreaterThanOrEqual(12);
    expect(new Set(kinds.map(({ name }) => name)).size).toBe(kinds.length);
    expect(kinds.some(({ isQuick }) => isQuick)).toBe(true);
  });

  test.each([
    ['/', '{"sentiment":"neutral"}', 1],
    ['/', '[{"id":"1"},{"id":"2"}]', 2],
    ['/batch', '{"results":[{},{},{}]}', 3],
    ['/batch', '{"id":0}\n{"id":1}\n', 2],
    ['/v2/models/movie-sentiment/infer', '{"outputs":[{"data":["neutral","positive"]},{"data":[2,4]}]}', 2],
  ])('an answer of %s has its results counted: %s', (path, answer, numResults) => {
    expect(countResults(path, answer)).toBe(numResults);
  });
});
