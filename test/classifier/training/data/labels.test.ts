import { describe, expect, test } from 'vitest';
import { SENTIMENTS } from '../../../../classifier/src/sentiments.ts';
import { parseLabelChoice } from '../../../../classifier/training/data/label-choice.ts';
import {
  CONVENTIONS,
  type FoundLabel,
  keyOf,
} from '../../../../classifier/training/data/label-conventions.ts';
import {
  describeMapping,
  LabelQuestion,
  matchLabels,
  understandLabels,
} from '../../../../classifier/training/data/labels.ts';

/** Labels as a file has them, each of one text more than the next one, from line 2 on. */
const find = (...labels: string[]): FoundLabel[] =>
  labels.map((label, i) => ({ label, numTexts: labels.length - i, line: i + 2 }));

/** The class of each label. */
function classesOf(
  found: readonly FoundLabel[],
  column = 'label',
  labels?: string,
  scale?: string,
): unknown[] {
  const understood = understandLabels(found, column, parseLabelChoice(labels, scale));
  return found.map(({ label }) => understood.labels.names[understood.labelOf.get(label)!]);
}

const questionOf = (
  found: readonly FoundLabel[],
  column = 'label',
  labels?: string,
  scale?: string,
): string => {
  try {
    classesOf(found, column, labels, scale);
  } catch (error) {
    expect(error).toBeInstanceOf(LabelQuestion);
    return (error as Error).message;
  }
  return 'no question';
};

describe.each(CONVENTIONS)('$name', ({ example: { column, labels, classes } }) => {
  test('are understood as the example has it', () => {
    expect(classesOf(find(...labels), column)).toEqual(classes);
  });

  test('are a scale', () => {
    expect(understandLabels(find(...labels), column ?? 'label').labels.isScale).toBe(true);
  });
});

describe('labels that leave no doubt', () => {
  test.each<[string[], string[], string?]>([
    [
      ['0', '1', '2', '3', '4'],
      ['negative', 'somewhat negative', 'neutral', 'somewhat positive', 'positive'],
    ],
    [
      ['POS', 'Negative'],
      ['positive', 'negative'],
    ],
    [
      ['somewhat-negative', 'POSITIVE', 'negative'],
      ['somewhat negative', 'positive', 'negative'],
    ],
    [
      ['very_positive', 'very negative', 'neutral'],
      ['very positive', 'very negative', 'neutral'],
    ],
    [
      ['1.0', '-1.0', '0.0'],
      ['positive', 'negative', 'neutral'],
    ],
    [
      ['+1', '-1'],
      ['positive', 'negative'],
    ],
    [
      ['4', '2', '0'],
      ['positive', 'neutral', 'negative'],
    ],
    [
      ['4.0', '0'],
      ['positive', 'negative'],
    ],
    [
      ['TRUE', 'false'],
      ['positive', 'negative'],
    ],
    [
      ['4.0 out of 5 stars', '1 out of 5'],
      ['4 stars', '1 star'],
    ],
    [
      ['8/10', '1/10'],
      ['8 stars', '1 star'],
    ],
    [
      ['★★★★☆', '★'],
      ['4 stars', '1 star'],
    ],
    [
      ['4.5 stars', '1 star'],
      ['4.5 stars', '1 star'],
    ],
    [['1', '2', '4', '5'], ['1 star', '2 stars', '4 stars', '5 stars'], 'star_rating'],
    [['1', '10', '8'], ['1 star', '10 stars', '8 stars'], 'numStars'],
  ])('%j are %j', (labels, classes, column) => {
    expect(classesOf(find(...labels), column)).toEqual(classes);
  });

  test('have their classes in order, whatever their order in the file', () => {
    expect(understandLabels(find('pos', 'neg', 'neutral'), 'label').labels).toEqual({
      names: ['negative', 'neutral', 'positive'],
      isScale: true,
    });
    expect(understandLabels(find('10', '2', '1'), 'stars').labels.names).toEqual([
      '1 star',
      '2 stars',
      '10 stars',
    ]);
  });

  test('of several spellings are one class', () => {
    const { labels, labelOf } = understandLabels(find('Pos', 'pos', 'positive', 'NEG'), 'label');
    expect(labels.names).toEqual(['negative', 'positive']);
    expect([...labelOf]).toEqual([
      ['Pos', 1],
      ['pos', 1],
      ['positive', 1],
      ['NEG', 0],
    ]);
  });

  test('that are other names are classes in no order, named as most texts spell them', () => {
    const { labels, labelOf } = understandLabels(find('Books', 'DVDs', 'books'), 'domain');
    expect(labels).toEqual({ names: ['Books', 'DVDs'], isScale: false });
    expect(labelOf.get('books')).toBe(0);
  });
});

describe('labels in doubt raise a question that names the flag', () => {
  test.each<[string[], string, string?]>([
    [
      ['0', '1'],
      'the column "label" has the labels 0 (2 texts) and 1 (1 text); which is the positive one? --labels 0=negative,1=positive or --labels 0=positive,1=negative says so',
    ],
    [
      ['1', '2', '3', '4'],
      'the column "label" has the labels 1 (4 texts), 2 (3 texts), 3 (2 texts) and 4 (1 text), none of them 0; are they stars? --labels stars takes them so, --scale 1,2,3,4 takes them as they are, from negative to positive, and --labels 1=…,2=…,3=…,4=… gives them names',
    ],
    [['1', '2', '3', '4'], 'none of them 0; are they stars?', 'stars'],
    [
      ['0', '1', '2'],
      'the column "label" has the labels 0 (3 texts), 1 (2 texts) and 2 (1 text); what do they stand for? --scale 0,1,2 takes them as they are, from negative to positive, and --labels 0=…,1=…,2=… gives them names',
    ],
    [['0', '1', '3', '4'], 'what do they stand for? --scale 0,1,3,4 takes them'],
    [
      ['4', '4.0'],
      'all texts have the label "4" in the column "label"; a model needs texts of two classes or more. Is it the right column? --label-column names another',
    ],
    [['positive', 'pos'], 'all texts have the label "pos" in the column "label"'],
    [
      ['positive', 'negative', 'unsure'],
      'the column "label" has the labels "negative" (2 texts), "positive" (3 texts) and "unsure" (1 text); what is "unsure" of line 4 beside the others? --labels negative=…,positive=…,unsure=… says which class each is, and a label with nothing after its equals sign is left out; --scale with all of them, from negative to positive, takes them as they are',
    ],
    [['1', '2', 'n. a.'], 'what is "n. a." of line 4 beside the others?'],
    [['0', 'positive'], 'numbers and names; --labels 0=…,positive=… says which class each is'],
    [['true', 'false'], 'which is the positive one? --labels false=negative,true=positive', 'is_negative'],
    [
      Array.from({ length: 21 }, (_, i) => `name ${String.fromCharCode(97 + i)}`),
      'the column "label" has 21 different labels, such as "name a" (21 texts), "name b" (20 texts) and "name c" (19 texts); a model has 2 to 20 classes. Is it the right column? --label-column names another, and --labels can give several labels one class: --labels 1=negative,2=negative,3=positive',
    ],
    [
      ['books+', 'books-'],
      'the labels give the names "books+" and "books-", which are both "books" as attributes of events; expected names that differ there too; --labels can give them other names',
    ],
  ])('%j', (labels, question, column) => {
    expect(questionOf(find(...labels), column)).toContain(question);
  });

  test('which shows eight labels at most, and a long one cut', () => {
    const many = find(...Array.from({ length: 12 }, (_, i) => String(i)));
    expect(questionOf(many)).toContain('7 (5 texts) and 4 more; what do they stand for?');
    expect(questionOf(find('0', 'y'.repeat(99)))).toContain(`"${'y'.repeat(40)}…" (1 text)`);
  });
});

describe('what a person says answers it', () => {
  test.each<[string[], string | undefined, string | undefined, unknown[], string[], boolean]>([
    [
      ['0', '1'],
      '0=negative,1=positive',
      undefined,
      ['negative', 'positive'],
      ['negative', 'positive'],
      true,
    ],
    [
      ['0', '1'],
      '0=positive,1=negative',
      undefined,
      ['positive', 'negative'],
      ['negative', 'positive'],
      true,
    ],
    [['1.0', '5'], '1=0, 5 = 4', undefined, ['negative', 'positive'], ['negative', 'positive'], true],
    [
      ['1', '2', '3'],
      'stars',
      undefined,
      ['1 star', '2 stars', '3 stars'],
      ['1 star', '2 stars', '3 stars'],
      true,
    ],
    [['1', '2', '4'], undefined, '1,2,4', ['1', '2', '4'], ['1', '2', '4'], true],
    [['4', '1'], undefined, '4,1', ['4', '1'], ['4', '1'], true],
    [['gut', 'Schlecht'], undefined, 'schlecht,gut', ['gut', 'schlecht'], ['schlecht', 'gut'], true],
    [['1', '2'], '1=Lob,2=Tadel', undefined, ['Lob', 'Tadel'], ['Lob', 'Tadel'], false],
    [['1', '2'], '1=Lob,2=Tadel', 'Tadel,Lob', ['Lob', 'Tadel'], ['Tadel', 'Lob'], true],
    [
      ['1', '2', '3'],
      '1=negative,2=,3=positive',
      undefined,
      ['negative', undefined, 'positive'],
      ['negative', 'positive'],
      true,
    ],
    [['1', '2', '3'], '1=a,2=a,3=b', undefined, ['a', 'a', 'b'], ['a', 'b'], false],
  ])('%j by --labels %s --scale %s', (labels, map, scale, classes, names, isScale) => {
    expect(classesOf(find(...labels), 'label', map, scale)).toEqual(classes);
    const understood = understandLabels(find(...labels), 'label', parseLabelChoice(map, scale));
    expect(understood.labels).toEqual({ names, isScale });
  });

  test.each<[string[], string | undefined, string | undefined, string]>([
    [
      ['1', '2'],
      '1=negative',
      undefined,
      '--labels does not say what the label "2" of line 3 is; expected each label of the file, here only 1; "2=" leaves its texts out',
    ],
    [
      ['1', '3'],
      undefined,
      '1,2',
      '--scale does not say what the label "3" of line 3 is; expected each label of the file, here only 1, 2',
    ],
    [
      ['1', '2'],
      undefined,
      '1,2,3',
      '--scale has "3", which no text has; the labels are 1 (2 texts) and 2 (1 text)',
    ],
    [
      ['1', '11'],
      'stars',
      undefined,
      '--labels stars: the labels are 1 (2 texts) and 11 (1 text); expected 0 to 10 stars',
    ],
    [['1', '2'], '1=x,2=x', undefined, 'the labels give 1 class, expected 2 to 20'],
  ])('%j are not what --labels %s --scale %s says', (labels, map, scale, question) => {
    expect(questionOf(find(...labels), 'label', map, scale)).toContain(question);
  });
});

describe('parseLabelChoice', () => {
  test.each([
    ['', undefined, '--labels has the entry ""; expected stars, or entries such as 0=negative,1=positive'],
    ['neg', undefined, '--labels has the entry "neg"'],
    ['=3', undefined, '--labels has the entry "=3"'],
    ['a=1,', undefined, '--labels has the entry ""'],
    ['1=a,1.0=b', undefined, '--labels has "1" twice; expected each label once'],
    [undefined, 'a', '--scale has 1 class, expected 2 to 20'],
    [undefined, 'a,', '--scale has the name "", expected 1 to 60 characters'],
    [undefined, 'a,A', '--scale has the names "a" and "A", which are both "a" as attributes of events'],
  ])('refuses --labels %j --scale %j', (labels, scale, problem) => {
    expect(() => parseLabelChoice(labels, scale)).toThrow(problem);
    expect(() => parseLabelChoice(labels, scale)).toThrow(expect.objectContaining({ code: 'SETTINGS' }));
  });

  test('takes an equals sign in a label for its own', () => {
    expect(parseLabelChoice('a=b=x', undefined)).toEqual({
      labels: new Map([['a=b', 'x']]),
      scale: undefined,
    });
  });
});

describe('matchLabels', () => {
  const FIVE = { names: SENTIMENTS, isScale: true };
  const TWO = { names: ['negative', 'positive'], isScale: true, mapping: { 0: 'negative', 1: 'positive' } };
  const STARS = { names: ['1 star', '5 stars'], isScale: true, mapping: { 1: '1 star', 5: '5 stars' } };
  const match = (labels: string[], known: Parameters<typeof matchLabels>[2], map?: string) => [
    ...matchLabels(find(...labels), 'label', known, parseLabelChoice(map, undefined)).values(),
  ];

  test('knows the labels of the training data, the names of the classes, and conventions', () => {
    expect(match(['1', '0'], TWO)).toEqual([1, 0]);
    expect(match(['1'], TWO)).toEqual([1]);
    expect(match(['pos', 'NEGATIVE'], TWO)).toEqual([1, 0]);
    expect(match(['4', '0'], TWO)).toEqual([1, 0]);
    expect(match(['5.0', '1 star'], STARS)).toEqual([1, 0]);
    expect(match(['5.0 out of 5 stars'], STARS)).toEqual([1]);
  });

  test('takes numbers from 0 to 4 for labels of the five sentiments, though some are missing', () => {
    expect(match(['0', '3', '4'], FIVE)).toEqual([0, 3, 4]);
    expect(match(['2.0'], FIVE)).toEqual([2]);
    expect(match(['positive', 'neg'], FIVE)).toEqual([4, 0]);
    expect(match(['-1', '1'], FIVE)).toEqual([0, 4]);
  });

  test('takes what a person says, by names or by labels, and leaves out', () => {
    expect(match(['1', '2', '3'], FIVE, '1=negative,2=,3=4')).toEqual([0, undefined, 4]);
    expect(match(['5', '1'], STARS, 'stars')).toEqual([1, 0]);
  });

  test('takes a fifth of the stars for each of the five sentiments', () => {
    expect(match(['1', '2', '4', '5'], FIVE, 'stars')).toEqual([0, 1, 3, 4]);
    expect(match(['1', '2', '3', '4', '7', '8', '9', '10'], FIVE, 'stars')).toEqual([0, 0, 1, 1, 3, 3, 4, 4]);
    expect(match(['0', '5 stars'], FIVE, 'stars')).toEqual([0, 4]);
  });

  test.each<[string[], Parameters<typeof matchLabels>[2], string | undefined, string]>([
    [
      ['0', '1'],
      FIVE,
      undefined,
      'the column "label" has the labels 0 (2 texts) and 1 (1 text), which need not be labels from 0 to 4; the model’s classes are negative, somewhat negative, neutral, somewhat positive, positive. --labels says which class a label is, such as --labels 1=negative,2=,3=positive, where nothing after the equals sign leaves its texts out',
    ],
    [['1', '2', '3', '4'], FIVE, undefined, 'which need not be labels from 0 to 4'],
    [
      ['positive', 'meh'],
      TWO,
      undefined,
      'the label "meh" of line 3 is unknown; the model’s classes are negative, positive. --labels says which class a label is, such as --labels 0=negative,1=positive',
    ],
    [['3', '5'], STARS, undefined, 'the label "3" of line 2 is unknown'],
    [
      ['a', 'b'],
      TWO,
      'a=good,b=positive',
      '--labels names the class "good"; the model’s classes are negative, positive',
    ],
    [['a', 'b'], TWO, 'a=negative', '--labels does not say what the label "b" of line 3 is'],
  ])('refuses %j', (labels, known, map, question) => {
    expect(() => match(labels, known, map)).toThrow(question);
    expect(() => match(labels, known, map)).toThrow(LabelQuestion);
  });
});

describe('describeMapping', () => {
  const mappingOf = (labels: string[], column = 'label', map?: string) =>
    describeMapping(understandLabels(find(...labels), column, parseLabelChoice(map, undefined)));

  test('names each label that is not its class’s name, in the order of the classes', () => {
    expect(mappingOf(['5', '1'], 'stars')).toEqual({ 1: '1 star', 5: '5 stars' });
    expect(mappingOf(['1', '0', '2'], 'label', '0=negative,1=positive,2=')).toEqual({
      0: 'negative',
      1: 'positive',
    });
  });

  test('is none where labels are names, or the five sentiments by their numbers', () => {
    expect(mappingOf(['positive', 'NEGATIVE'])).toBeUndefined();
    expect(mappingOf(['0', '1', '2', '3', '4'])).toBeUndefined();
  });
});

test.each([
  ['1.0', '1'],
  [' -0 ', '0'],
  ['+1', '1'],
  ['Somewhat-Negative', 'somewhat negative'],
  ['books-', 'books-'],
  ['1e3', '1e3'],
])('the key of %j is %j', (label, key) => {
  expect(keyOf(label)).toBe(key);
});
