import { describe, expect, test } from 'vitest';
import { SENTIMENT_SCALE } from '../../../../classifier/src/label-set.ts';
import { mergeOutcome, parseMerging } from '../../../../classifier/training/data/merge-labels.ts';

describe('parseMerging', () => {
  test.each([
    ['negative=0+1,neutral=2,positive=3+4', ['negative', 'neutral', 'positive'], [0, 0, 1, 2, 2], true],
    [
      '0+1,2,3+4',
      ['negative or somewhat negative', 'neutral', 'somewhat positive or positive'],
      [0, 0, 1, 2, 2],
      true,
    ],
    ['bad = negative + somewhat-negative, good = 3+4', ['bad', 'good'], [0, 0, undefined, 1, 1], true],
    ['mild=1+2+3,strong=0+4', ['mild', 'strong'], [1, 0, 0, 0, 1], false],
    ['good=4,bad=0', ['good', 'bad'], [1, undefined, undefined, undefined, 0], false],
  ])('reads %s', (text, names, mergedOf, isScale) => {
    expect(parseMerging(text, SENTIMENT_SCALE)).toEqual({ labels: { names, isScale }, mergedOf });
  });

  test('makes no scale of classes that are none', () => {
    expect(parseMerging('x=0+1,y=2', { names: ['a', 'b', 'c'], isScale: false }).labels.isScale).toBe(false);
  });

  test.each([
    ['0+1', '--merge 0+1: expected two classes or more'],
    ['0+5,1', '--merge 0+5: "5" is not a class of the model; expected negative, somewhat negative, neutral,'],
    ['a=good,1', '--merge a=good: "good" is not a class of the model'],
    ['0+1,1+2', '--merge 1+2: "somewhat negative" appears twice'],
    ['a=0,a=1', '--merge a=0,a=1: expected different class names'],
    ['0,', '--merge : "" is not a class of the model'],
  ])('refuses %s', (text, problem) => {
    expect(() => parseMerging(text, SENTIMENT_SCALE)).toThrow(problem);
    expect(() => parseMerging(text, SENTIMENT_SCALE)).toThrow(expect.objectContaining({ code: 'SETTINGS' }));
  });
});

describe('mergeOutcome', () => {
  const merging = parseMerging('negative=0+1,positive=3+4', SENTIMENT_SCALE);

  test('gives the class of the largest sum, though another class alone is larger', () => {
    // negative 0.1 + 0.2, positive 0.25 + 0.1, of 0.65: the 0.35 of neutral is left out.
    expect(mergeOutcome(merging, 1, [0.1, 0.2, 0.35, 0.25, 0.1])).toEqual({
      label: 0,
      predicted: 1,
      confidence: expect.closeTo(0.35 / 0.65, 12),
    });
  });

  test('gives nothing for a text whose class is left out', () => {
    expect(mergeOutcome(merging, 2, [0.1, 0.2, 0.35, 0.25, 0.1])).toBeUndefined();
  });

  test('is sure of nothing where nothing is left', () => {
    expect(mergeOutcome(merging, 0, [0, 0, 1, 0, 0])).toMatchObject({ confidence: 0 });
  });
});
