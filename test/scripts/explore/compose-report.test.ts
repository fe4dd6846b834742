import { describe, expect, test } from 'vitest';
import { composeReport, findingsOf } from '../../../scripts/explore/compose-report.ts';
import { normalize } from '../../../scripts/explore/data/duplicates.ts';
import { studyTexts } from '../../../scripts/explore/study.ts';
import { annotate } from '../../../scripts/explore/texts/annotate.ts';
import { type Block, type Report, renderReport } from '../../../scripts/report/render.ts';
import { readExample } from '../../helpers/read-example.ts';
import { SMALL_REVIEWS, SMALL_VECTORS, studyOf } from '../../helpers/small-study.ts';

const compose = (...args: Parameters<typeof studyOf>) =>
  composeReport('small.csv', studyOf(...args), 'Made by hand.');

const blocksOf = ({ sections }: Report, kind: Block['kind']) =>
  sections.flatMap(({ blocks }) => blocks.filter((block) => block.kind === kind));
const chartsOf = (report: Report) =>
  blocksOf(report, 'chart').map((block) => (block as Extract<Block, { kind: 'chart' }>).chart);
const tablesOf = (report: Report) =>
  blocksOf(report, 'table').map((block) => block as Extract<Block, { kind: 'table' }>);
const textOf = (report: Report) =>
  blocksOf(report, 'text').map((block) => (block as Extract<Block, { kind: 'text' }>).text);

const report = await compose(SMALL_REVIEWS, [SMALL_VECTORS]);

describe('the report of small reviews', () => {
  test('tells at its top what was read, and five findings', () => {
    expect(report).toMatchObject({
      title: 'What is in small.csv',
      subtitle: '126 texts, labelled from negative to positive',
      findings: findingsOf(studyOf(SMALL_REVIEWS, [SMALL_VECTORS])),
      footer: 'Made by hand.',
    });
    expect(report.findings).toEqual([
      expect.stringMatching(/^A random split leaks little: /),
      expect.stringMatching(/^(?:Frequency misleads|What is frequent is mostly characteristic): of /),
      'A negation turns 100 % of 18 uses of 3 positive words to the negative side and 100 % of 18 uses of 3 negative words to the positive side',
      expect.stringMatching(
        /^“funny” has a mean label of 3\.0 by itself, .*; of 6 negative texts that hold it, in 100 % a neg/,
      ),
      expect.stringMatching(
        /^In the made vectors two words of one side are nearer than .* in \d+ % of cases \(chance 50 %\)$/,
      ),
    ]);
  });

  test('has a section for each matter, which says what it means for training', () => {
    expect(report.sections.map(({ title }) => title)).toEqual([
      'Classes, lengths and duplicates',
      'Vocabulary',
      'Names',
      'Adjectives and verbs',
      'Negation',
      'Word vectors',
    ]);
    for (const section of report.sections) {
      expect(textOf({ ...report, sections: [section] }).join(' ')).toContain('For training: ');
    }
  });

  test('has charts of different names, whose titles are findings', () => {
    const charts = chartsOf(report);
    expect(charts.map(({ name }) => name)).toEqual([
      ...[
        'classes',
        'lengths',
        'length-histogram',
        'leakage',
        'vocabulary-growth',
        'nationalities',
        'adjectives',
        'verbs',
      ],
      ...['negation-by-class', 'negated-words', 'why-negative', 'words-made'],
    ]);
    expect(charts.find(({ name }) => name === 'classes')!.title).toBe(
      '29 % of the texts are somewhat negative, 14 % negative',
    );
  });

  test('shows examples of negation and of why words are negative', () => {
    const cells = tablesOf(report).flatMap(({ rows }) => rows.flat());
    expect(cells).toContain('The French film is not superb .');
    expect(cells).toContain('a negation reaches it');
    for (const { head, rows } of tablesOf(report)) {
      for (const row of rows) expect(row).toHaveLength(head.length);
    }
  });
});

test('another data set gives five other findings', async () => {
  const texts = await readExample();
  const words = ['funny', 'dull', 'warm', 'tedious', 'gripping', 'awful'];
  const study = studyTexts(normalize(texts), annotate(texts), [{ ...SMALL_VECTORS, words }], 1);
  const findings = findingsOf(study);
  expect(findings).toEqual([
    expect.stringMatching(/^A random split leaks: \d\d % of .* \(\d\.\d % when split by sentence\), /),
    expect.stringMatching(
      /^Frequency misleads: of \d+ places .* \d are held by a word that is characteristic of it/,
    ),
    expect.stringMatching(
      /^A negation turns \d+ % of 1\d uses of \d positive words .* and \d+ % of \d uses of \d negative/,
    ),
    expect.stringMatching(
      /^“funny” has .* of 17 sentences in which a negative text holds it, in \d\d % a neg/,
    ),
    expect.stringMatching(/^In the made vectors two words of one side /),
  ]);
  const others = findingsOf(studyOf(SMALL_REVIEWS, [SMALL_VECTORS]));
  for (const [i, finding] of findings.entries()) expect(finding).not.toBe(others[i]);
});

test('what there is too little of is said in words, without a chart', async () => {
  const little = await compose([
    ['good film', 4],
    ['bad film', 0],
  ]);
  expect(chartsOf(little).map(({ name }) => name)).toEqual([
    ...['classes', 'lengths', 'length-histogram', 'leakage', 'vocabulary-growth', 'negation-by-class'],
  ]);
  expect(textOf(little)).toEqual(
    expect.arrayContaining([
      'No text repeats another.',
      'For training: labels contradict each other nowhere, so nothing tells how noisy they are.',
      'No person stands in three texts or more.',
      'No verb stands in three texts or more.',
      'No text holds a negation.',
      'No word that is positive beyond chance stands in a negative text.',
      'Too few of the words that speak for a side have vectors to map them.',
    ]),
  );
});

test('what speaks against trusting the report is said at its top', async () => {
  const subtitleOf = async (numTexts: number, text: string) => {
    const texts = Array.from({ length: numTexts }, (_, i): [string, number] => [`${text} ${i}`, i % 5]);
    return (await compose(texts)).subtitle;
  };
  expect(await subtitleOf(99, 'a good film')).toBe(
    '99 texts, labelled from negative to positive. So few texts say little: take the report as an example of one',
  );
  expect(await subtitleOf(100, 'a good film')).toBe('100 texts, labelled from negative to positive');
  expect(await subtitleOf(100, 'ein wunderbarer Streifen')).toMatch(
    /positive\. Only \d\.\d % of the words are in a list of English ones: .* is right for English alone$/,
  );
});

test('the conflicts farthest apart are shown, ten at most', async () => {
  const words = 'a b c d e f g h i j k l'.split(' ');
  const repeated = await compose(
    words.flatMap((word, i): [string, number][] => [
      [word, 0],
      [word, i < 11 ? 1 : 4],
    ]),
  );
  const [conflicts] = tablesOf(repeated);
  expect(conflicts!.head).toEqual([
    'text',
    'negative',
    'somewhat negative',
    'neutral',
    'somewhat positive',
    'positive',
  ]);
  expect(conflicts!.rows).toHaveLength(10);
  expect(conflicts!.rows.slice(0, 2)).toEqual([
    ['l', '1', '', '', '', '1'],
    ['a', '1', '1', '', '', ''],
  ]);
  expect(textOf(repeated)).toContain(
    '50 % of the texts equal another one, ignoring case and spelling; of 12 texts that others repeat, 100 % have more than one label.',
  );
  expect(textOf(repeated).join(' ')).toContain('may still get 50 % right here');
});

test('the report asks for nothing outside: the only addresses are names of formats', async () => {
  const html = renderReport(report);
  const addresses = html.match(/(?:https?:)?\/\/[^\s"'<>)]+/g) ?? [];
  expect(new Set(addresses)).toEqual(new Set(['http://www.w3.org/2000/svg', 'http://www.w3.org/1999/xlink']));
  expect(
    html.match(/<(?:script|link|img|image|iframe|object|embed|base|use)\b|@import|url\((?!#)| src=/i)?.[0],
  ).toBeUndefined();
  expect(html.match(/href="(?!#)/)?.[0]).toBeUndefined();
});
