import { expect, test } from 'vitest';
import { composeReport } from '../../scripts/explore/compose-report.ts';
import { renderReport } from '../../scripts/report/render.ts';
import { SMALL_REVIEWS, SMALL_VECTORS, studyOf } from '../helpers/small-study.ts';

type Texts = Parameters<typeof studyOf>[0];

test.each<[string, Texts]>([
  ['one text', [['A good film .', 4]]],
  ['one word', [['good', 0]]],
  [
    'texts without tokens',
    [
      ['\u200b', 0],
      ['\ufeff', 1],
    ],
  ],
  ...[0, 1, 2, 3, 4].map((label): [string, Texts] => [
    `texts labelled ${label} only`,
    SMALL_REVIEWS.map(([text]) => [text, label]),
  ]),
  ['two classes', SMALL_REVIEWS.map(([text, label]) => [text, label < 2 ? 0 : 4])],
  ['all classes but neutral', SMALL_REVIEWS.filter(([, label]) => label !== 2)],
  ['texts that are all one', SMALL_REVIEWS.map(([, label]) => ['A good film .', label])],
])('the report of %s is whole, and holds no figure that is none', async (_, texts) => {
  const html = renderReport(await composeReport('small.csv', studyOf(texts, [SMALL_VECTORS]), 'By hand.'));
  expect(html.match(/NaN|undefined|Infinity|\bnull\b/)?.[0]).toBeUndefined();
  expect(html.match(/<section /g)).toHaveLength(6);
});

test('what the data and the files are called is text and no markup', async () => {
  const noun = '<script>alert(1)</script>';
  const texts = SMALL_REVIEWS.map(([text, label]): [string, number] => [
    text.replace('film', `${noun} <img src=x onerror=alert(2)> film`).replace('funny', '<b>funny</b>'),
    label,
  ]);
  const tables = [{ ...SMALL_VECTORS, name: '"><svg onload=alert(3)> $& ../x' }];
  const report = await composeReport(
    '<i>"data"</i>.csv',
    studyOf([...texts, [noun, 0], [noun, 4]], tables),
    'By hand.',
  );
  const charts = report.sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'chart' ? block.chart : [])),
  );
  expect(report.title).toContain('<i>');
  expect(charts.at(-1)!.name).toBe('words--svg-onload-alert-3-..-x');
  const html = renderReport(report);
  for (const shown of ['&lt;b&gt;funny&lt;/b&gt;', '&lt;svg onload=alert(3)&gt; $&amp; ../x']) {
    expect(html.includes(shown), shown).toBe(true);
  }
  // What is left of tags without their values: names of elements and of attributes.
  const tags = html.match(/<[^>]*>/g)!.map((tag) => tag.replaceAll(/"[^"]*"/g, ''));
  expect(tags.filter((tag) => /^<(?:script|img|i|b)\b|\son\w+=/i.test(tag))).toEqual([]);
  expect(tags.filter((tag) => tag.startsWith('<svg '))).toHaveLength(charts.length);
});
