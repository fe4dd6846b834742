import { describe, expect, test } from 'vitest';
import { type Report, renderReport } from '../../../scripts/report/render.ts';

const MARKUP = `<script>alert("x")</script>&'`;
const ESCAPED = '&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;';

const REPORT: Report = {
  title: 'What is in data.tsv',
  subtitle: '2 texts',
  findings: ['The first', 'The second'],
  sections: [
    { title: 'Words & names', blocks: [{ kind: 'text', text: 'A sentence.' }] },
    { title: 'Charts', blocks: [] },
  ],
  footer: 'Made by hand.',
};

/** The report with one block only. */
const withBlock = (block: Report['sections'][number]['blocks'][number]) =>
  renderReport({ ...REPORT, sections: [{ title: 'Only', blocks: [block] }] });

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9"><g><svg width="1"/></g></svg>\n';
const chart = (title: string) =>
  withBlock({
    kind: 'chart',
    chart: { name: 'chart', title, svg: SVG, drawPng: async () => new Uint8Array() },
  });

test('the findings stand at the top, one sentence each, before any section', () => {
  const html = renderReport(REPORT);
  expect(html).toContain('<ol class="findings">\n<li>The first.</li>\n<li>The second.</li>\n</ol>');
  expect(html.indexOf('The second.')).toBeLessThan(html.indexOf('<section'));
});

test('each section has an anchor that the contents lead to', () => {
  const html = renderReport(REPORT);
  expect(html).toContain('<a href="#words-names">Words &amp; names</a>');
  expect(html).toContain('<section id="words-names">\n<h2>Words &amp; names</h2>\n<p>A sentence.</p>');
  const links = [...html.matchAll(/href="#([^"]+)"/g)].map(([, link]) => link);
  const anchors = [...html.matchAll(/id="([^"]+)"/g)].map(([, anchor]) => anchor);
  expect(anchors).toEqual(links);
});

test('it says what it is, how to show it and how it was made', () => {
  const html = renderReport(REPORT);
  expect(html).toMatch(/^<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n/);
  expect(html).toContain('<title>What is in data.tsv</title>');
  expect(html).toContain('<h1>What is in data.tsv</h1>\n<p class="subtitle">2 texts</p>');
  expect(html).toContain('<footer><p>Made by hand.</p></footer>');
});

describe('what comes from the data is text and no markup', () => {
  test.each<[string, string]>([
    ['title', renderReport({ ...REPORT, title: MARKUP })],
    ['subtitle', renderReport({ ...REPORT, subtitle: MARKUP })],
    ['finding', renderReport({ ...REPORT, findings: [MARKUP] })],
    ['footer', renderReport({ ...REPORT, footer: MARKUP })],
    ['heading', renderReport({ ...REPORT, sections: [{ title: MARKUP, blocks: [] }] })],
    ['text', withBlock({ kind: 'text', text: MARKUP })],
    ['head of a table', withBlock({ kind: 'table', head: [MARKUP], rows: [] })],
    ['cell of a table', withBlock({ kind: 'table', head: [], rows: [[MARKUP]] })],
    ['name of a chart', chart(MARKUP)],
  ])('in a %s', (_, html) => {
    expect(html).toContain(ESCAPED);
    expect(html).not.toContain('<script');
    expect(html).not.toContain(MARKUP);
  });
});

describe('a chart', () => {
  test('is one picture with one name, the title', () => {
    expect(chart('A finding')).toContain(
      '<figure tabindex="0"><svg role="img" aria-label="A finding" xmlns="http://www.w3.org/2000/svg" width="9"><g><svg width="1"/>',
    );
  });

  test('has no names of its hundreds of marks, and keeps its words', () => {
    const svg = '<svg><g role="graphics-object" aria-label="a"><text>a role="b"</text></g></svg>';
    const html = withBlock({
      kind: 'chart',
      chart: { name: 'a', title: 'A', svg, drawPng: async () => new Uint8Array() },
    });
    expect(html).toContain('<g><text>a role="b"</text></g>');
  });

  test.each(['$&', '$`', "$'", '$1', '$$'])('keeps a title with "%s"', (words) => {
    const label = words.replace('&', '&amp;').replace("'", '&#39;');
    expect(chart(words)).toContain(`<svg role="img" aria-label="${label}" xmlns`);
  });
});

test('a table has its head and its rows', () => {
  expect(
    withBlock({
      kind: 'table',
      head: ['a', 'b'],
      rows: [
        ['1', '2'],
        ['3', ''],
      ],
    }),
  ).toContain(
    '<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr><tr><td>3</td><td></td></tr></tbody></table>',
  );
});

test('nothing is asked for from outside', () => {
  const html = renderReport(REPORT);
  expect(html).not.toMatch(
    /https?:|\/\/|url\(|@import|<(?:script|link|img|iframe|object|embed|base)\b| src=/i,
  );
});
