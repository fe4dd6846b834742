import { describe, expect, test } from 'vitest';
import { SENTIMENTS } from '../../../classifier/src/index.ts';
import { readClasses } from '../../../scripts/pack/read-classes.ts';

describe('the classes of a model', () => {
  test('are those of its outputs, and a scale where the names make one', () => {
    expect(readClasses(SENTIMENTS, {})).toEqual({
      labels: { names: [...SENTIMENTS], isScale: true, mapping: undefined },
      outputs: [0, 1, 2, 3, 4],
    });
  });

  test('are ordered from negative to positive, whatever the order of the outputs', () => {
    const { labels, outputs } = readClasses(['POSITIVE', 'Neutral', 'NEGATIVE'], {});
    expect(labels.names).toEqual(['negative', 'neutral', 'positive']);
    expect(labels.isScale).toBe(true);
    expect(outputs).toEqual([2, 1, 0]);
  });

  test('may be stars', () => {
    const { labels, outputs } = readClasses(['1 star', '2 stars', '3 stars', '4 stars', '5 stars'], {});
    expect(labels).toMatchObject({
      names: ['1 star', '2 stars', '3 stars', '4 stars', '5 stars'],
      isScale: true,
    });
    expect(outputs).toEqual([0, 1, 2, 3, 4]);
  });

  test('stay in the order of the outputs where they have none', () => {
    const { labels, outputs } = readClasses(['World', 'Sports', 'Business'], {});
    expect(labels).toMatchObject({ names: ['World', 'Sports', 'Business'], isScale: false });
    expect(outputs).toEqual([0, 1, 2]);
  });

  test('are a scale as --scale says', () => {
    const { labels, outputs } = readClasses(['mittel', 'schlecht', 'gut'], { scale: 'schlecht,mittel,gut' });
    expect(labels).toMatchObject({ names: ['schlecht', 'mittel', 'gut'], isScale: true });
    expect(outputs).toEqual([1, 0, 2]);
  });

  test('are as they were trained, where that is known', () => {
    const names = ['schlecht', 'mittel', 'gut'];
    expect(readClasses(names, {}, true)).toEqual({ labels: { names, isScale: true }, outputs: [0, 1, 2] });
    expect(readClasses(['neg', 'pos'], {}, false).labels).toEqual({ names: ['neg', 'pos'], isScale: false });
    expect(readClasses(names, { scale: 'gut,mittel,schlecht' }, true).outputs).toEqual([2, 1, 0]);
  });

  test('have the names that --labels gives, and data may use those of the outputs', () => {
    const { labels, outputs } = readClasses(['LABEL_0', 'LABEL_1'], {
      labels: 'LABEL_1=negative,LABEL_0=positive,0=positive,1=negative',
    });
    expect(labels).toEqual({
      names: ['negative', 'positive'],
      isScale: true,
      mapping: { LABEL_1: 'negative', LABEL_0: 'positive' },
    });
    expect(outputs).toEqual([1, 0]);
  });

  test('keep their names where --labels is for the data alone', () => {
    const { labels } = readClasses(['NEGATIVE', 'POSITIVE'], { labels: '0=negative,1=positive' });
    expect(labels.names).toEqual(['negative', 'positive']);
    expect(readClasses(['NEGATIVE', 'POSITIVE'], { labels: 'stars' }).labels.names).toEqual([
      'negative',
      'positive',
    ]);
  });

  test.each([
    [
      ['LABEL_0', 'LABEL_1'],
      {},
      'config.json names the classes LABEL_0, LABEL_1, which says nothing; expected --labels LABEL_0=…,LABEL_1=… with their names',
    ],
    [
      ['LABEL_0', 'LABEL_1'],
      { labels: 'LABEL_0=bad' },
      'which says nothing; expected --labels LABEL_0=…,LABEL_1=… with their names',
    ],
    [
      ['a', 'b', 'c'],
      { labels: 'a=bad,b=bad,c=good' },
      'the outputs a, b, c are the classes bad, good; expected a class for each output',
    ],
    [['0', '1'], {}, 'which is the positive one? --labels 0=negative,1=positive'],
    [['good', 'bad'], { scale: 'bad,fine' }, '--scale does not say what the label "good" of line 1 is'],
  ])('%j with %j are refused: %s', (names, options, message) => {
    expect(() => readClasses(names, options)).toThrow(message);
  });
});
