import { createRequire } from 'node:module';
import { GlobalFonts } from 'canvas';
import { parse, type Spec, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/** The colors of the sentiments from negative to positive, as on the page. Color-blind readers can tell them apart. */
export const SENTIMENT_COLORS = ['#b8431a', '#cf7c4b', '#898279', '#3d9393', '#0b7078'] as const;
/** The color of text. */
export const INK = '#222222';

/** The font used to measure text, so that labels do not overlap even if another font is displayed. */
const FONT = 'DejaVu Sans';
GlobalFonts.registerFromPath(
  createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  FONT,
);
const FONTS = `${FONT}, Verdana, sans-serif`;

/** The theme of all charts, for Vega-Lite and Vega. */
const CONFIG: NonNullable<TopLevelSpec['config']> & Spec['config'] = {
  font: FONTS,
  text: { font: FONTS },
  view: { stroke: null },
  title: {
    font: FONTS,
    fontSize: 15,
    fontWeight: 'bold',
    subtitleFont: FONTS,
    subtitleFontSize: 12,
    color: INK,
    subtitleColor: INK,
    anchor: 'start',
    offset: 16,
  },
  axis: { labelFontSize: 12, titleFontSize: 13, titleFontWeight: 'normal', labelColor: INK, titleColor: INK },
  legend: {
    labelFont: FONTS,
    titleFont: FONTS,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    labelColor: INK,
    titleColor: INK,
  },
  header: { labelFontSize: 13, labelColor: INK },
};

/** A drawn chart. */
export interface Drawing {
  svg: string;
  /** Draws it as PNG at twice the size, for high-resolution screens. This is the slowest step. */
  drawPng(): Promise<Uint8Array>;
}

/** Draws a Vega-Lite chart. The same specification gives the same bytes. */
export function drawChart(spec: TopLevelSpec): Promise<Drawing> {
  return drawVega(compile({ background: 'white', padding: 12, ...spec, config: CONFIG }).spec);
}

/** Draws a Vega chart, for features that Vega-Lite lacks. */
export async function drawVega(spec: Spec): Promise<Drawing> {
  const view = new View(
    parse({ background: 'white', padding: 12, ...spec, config: { ...CONFIG, ...spec.config } }),
    {
      renderer: 'none',
    },
  );
  const svg = `${await view.toSVG()}\n`;
  view.finalize();
  return {
    svg,
    async drawPng(): Promise<Uint8Array> {
      const canvas = (await view.toCanvas(2)) as unknown as { toBuffer(type: 'image/png'): Uint8Array };
      return canvas.toBuffer('image/png');
    },
  };
}
