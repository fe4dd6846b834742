import { describe, expect, test } from 'vitest';
import { describeLabels, parseLabelMap, readLabel } from '../../../../classifier/training/data/labels.ts';

describe('readLabel', () => {
  test.each([
    ['0', 0],
    [' 4 ', 4],
    [3, 3],
    ['negative', 0],
    ['Somewhat Negative', 1],
    ['somewhat-negative', 1],
    ['SOMEWHAT_POSITIVE', 3],
    ['neutral', 2],
  ])('takes %j for label %i', (field, label) => {
    expect(readLabel(field)).toBe(label);
  });

  test.each([['5'], ['-1'], [''], ['1.0'], [2.5], ['good'], [null], [undefined], [['1']], [{}]])(
    'takes %j for no label',
    (field) => {
      expect(readLabel(field)).toBeUndefined();
    },
  );

  test('with a label map knows the labels of the map alone', () => {
    const labelMap = parseLabelMap('1=0,true=4');
    expect(readLabel(' 1', labelMap)).toBe(0);
    expect(readLabel(1, labelMap)).toBe(0);
    expect(readLabel(true, labelMap)).toBe(4);
    expect(readLabel('0', labelMap)).toBeUndefined();
    expect(readLabel('neutral', labelMap)).toBeUndefined();
  });
});

describe('parseLabelMap', () => {
  test('reads numbers and names of sentiments', () => {
    const labelMap = parseLabelMap('neg=0, so so = neutral ,a=b=somewhat-positive,pos=4');
    expect([...labelMap]).toEqual([
      ['neg', 0],
      ['so so', 2],
      ['a=b', 3],
      ['pos', 4],
    ]);
    expect(describeLabels(labelMap)).toContain('neg, so so, a=b, pos');
  });

  test.each([
    ['', 'label map entry "": expected entries such as neg=0,pos=4'],
    ['neg', 'label map entry "neg": expected entries such as neg=0,pos=4'],
    ['=3', 'label map entry "=3": expected entries such as neg=0,pos=4'],
    ['neg=0,', 'label map entry "": expected entries such as neg=0,pos=4'],
    ['neg=5', 'label map entry "neg=5": expected after the equals sign 0 to 4, or negative'],
    ['neg=', 'label map entry "neg=": expected after the equals sign 0 to 4, or negative'],
    ['neg=0,neg=1', 'label map entry "neg=1": "neg" stands there twice'],
  ])('refuses %j', (text, problem) => {
    expect(() => parseLabelMap(text)).toThrow(problem);
    expect(() => parseLabelMap(text)).toThrow(expect.objectContaining({ code: 'SETTINGS' }));
  });
});
