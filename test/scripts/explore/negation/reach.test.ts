import { describe, expect, test } from 'vitest';
import { findReaching } from '../../../../scripts/explore/negation/reach.ts';

const reachOf = (text: string) => findReaching(text.split(' '));

describe('the reach of a negation', () => {
  test('is four tokens long', () => {
    expect(reachOf('so not a b c d e')).toEqual([-1, -1, 1, 1, 1, 1, -1]);
  });

  test.each(['.', ',', ';', ':', '!', '?', '(', ')', '--', '...', 'but'])('ends at a "%s"', (mark) => {
    expect(reachOf(`not a ${mark} b`)).toEqual([-1, 0, -1, -1]);
  });

  test('begins anew at each negation, of which the nearer one reaches', () => {
    expect(reachOf('not a never b c d e f')).toEqual([-1, 0, 0, 2, 2, 2, 2, -1]);
  });

  test('is nowhere without one', () => {
    expect(reachOf('a b')).toEqual([-1, -1]);
    expect(findReaching([])).toEqual([]);
  });
});
