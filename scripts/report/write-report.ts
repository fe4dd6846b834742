import { join } from 'node:path';
import { writeWhole } from '../program/write-whole.ts';
import { type Report, renderReport } from './render.ts';

/**
 * Writes a report as `report.html`, each of its charts as SVG and PNG, and its other files.
 * @returns the path of the page
 */
export async function writeReport(report: Report, folder: string): Promise<string> {
  for (const { blocks } of report.sections) {
    for (const block of blocks) {
      if (block.kind !== 'chart') continue;
      const { name, svg, drawPng } = block.chart;
      await writeWhole(join(folder, `${name}.svg`), Buffer.from(svg));
      await writeWhole(join(folder, `${name}.png`), await drawPng());
    }
  }
  for (const { name, content } of report.files ?? []) await writeWhole(join(folder, name), content);
  const page = join(folder, 'report.html');
  await writeWhole(page, Buffer.from(renderReport(report)));
  return page;
}
