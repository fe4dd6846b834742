import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { drawChart, drawVega, SENTIMENT_COLORS } from '../../../scripts/charts/draw-chart.ts';
import { textsOf } from '../../helpers/chart-texts.ts';

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

const draw = (name: string) =>
  drawChart({
    title: 'Two bars',
    width: 200,
    height: 100,
    data: {
      values: [
        { name, number: 1 },
        { name: 'other', number: 2 },
      ],
    },
    mark: 'bar',
    encoding: { y: { field: 'name', type: 'nominal' }, x: { field: 'number', type: 'quantitative' } },
  });

test('the colors are those that the page shows the sentiments in', async () => {
  const page = await readFile('functions/page/page.css', 'utf8');
  const [light] = page.split('@media');
  const colors = [...light!.matchAll(/--s(\d): (#[0-9a-f]{6});/g)].sort(
    ([, a], [, b]) => Number(a) - Number(b),
  );
  expect(colors.map(([, , color]) => color)).toEqual([...SENTIMENT_COLORS]);
});

describe('a chart', () => {
  test('is one SVG, with its title and labels as text', async () => {
    const { svg } = await draw('one');
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"[\s\S]*<\/svg>\n$/);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['Two bars', 'one', 'other', 'name', 'number']));
  });

  test('is a PNG of twice the size in pixels', async () => {
    const { svg, drawPng } = await draw('one');
    const png = await drawPng();
    expect([...png.subarray(0, 8)]).toEqual(PNG_SIGNATURE);
    const view = new DataView(png.buffer, png.byteOffset);
    const [, width, height] = svg.match(/ width="(\d+)" height="(\d+)"/)!.map(Number);
    expect([view.getUint32(16), view.getUint32(20)]).toEqual([2 * width!, 2 * height!]);
  });

  test('is the same in each byte when it is drawn again', async () => {
    const [first, again] = [await draw('one'), await draw('one')];
    expect(again.svg).toBe(first.svg);
    expect(Buffer.compare(await again.drawPng(), await first.drawPng())).toBe(0);
    expect((await draw('three')).svg).not.toBe(first.svg);
  });

  test('escapes what the data says', async () => {
    const name = '<script>"&\'</script>';
    const { svg } = await draw(name);
    expect(svg).not.toContain('<script');
    expect(textsOf(svg)).toContain(name);
  });

  test('is white, and in the font that it was measured with', async () => {
    const { svg } = await draw('one');
    expect(svg).toMatch(/<rect width="\d+" height="\d+" fill="white"\/>/);
    const fonts = [...svg.matchAll(/font-family="([^"]*)"/g)].map(([, font]) => font);
    expect(new Set(fonts)).toEqual(new Set(['DejaVu Sans, Verdana, sans-serif']));
  });

  test('makes room for what is long in the font that it was measured with', async () => {
    const widthOf = async (name: string) => Number((await draw(name)).svg.match(/ width="(\d+)"/)![1]);
    // DejaVu Sans has a W of 0.99 em; a label has 12 px.
    expect((await widthOf('W'.repeat(12))) - (await widthOf('W'.repeat(8)))).toBeGreaterThanOrEqual(40);
  });
});

test('a chart of Vega looks alike', async () => {
  const { svg, drawPng } = await drawVega({ width: 50, height: 50, title: { text: 'Nothing' } });
  expect(textsOf(svg)).toEqual(['Nothing']);
  expect(svg).toContain('fill="white"');
  expect([...(await drawPng()).subarray(0, 8)]).toEqual(PNG_SIGNATURE);
});
