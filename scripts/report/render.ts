import { htmlEscape } from 'escape-goat';
import type { Drawing } from '../charts/draw-chart.ts';

/** A part of the report: text, a table or a chart. */
export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'table'; head: readonly string[]; rows: readonly (readonly string[])[] }
  | { kind: 'chart'; chart: Chart };

/** A chart and the name of its files. */
interface Chart extends Drawing {
  name: string;
  /** The alternative text of the chart. */
  title: string;
}

/** A section of the report with a title. */
export interface Section {
  title: string;
  blocks: readonly Block[];
}

/** A report, as it is read from top to bottom. */
export interface Report {
  title: string;
  /** A line that describes the data. */
  subtitle: string;
  findings: readonly string[];
  sections: readonly Section[];
  /** A line on how the report was made. */
  footer: string;
  /** Files to write beside the page, such as its data. */
  files?: readonly ReportFile[];
}

/** A file beside the page. */
export interface ReportFile {
  name: string;
  content: string;
}

/** Renders a self-contained HTML page, with charts as inline SVG. */
export function renderReport({ title, subtitle, findings, sections, footer }: Report): string {
  const contents = sections.map(
    (section) => htmlEscape`<li><a href="#${anchorOf(section)}">${section.title}</a></li>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${htmlEscape(title)}</title>
<style>${STYLE}</style>
<header>
<h1>${htmlEscape(title)}</h1>
<p class="subtitle">${htmlEscape(subtitle)}</p>
<ol class="findings">
${findings.map((finding) => `<li>${escapeText(finding)}.</li>`).join('\n')}
</ol>
<nav aria-label="Sections"><ul>${contents.join('')}</ul></nav>
</header>
<main>
${sections.map(renderSection).join('\n')}
</main>
<footer><p>${htmlEscape(footer)}</p></footer>
</html>
`;
}

function renderSection(section: Section): string {
  return `<section id="${anchorOf(section)}">
${htmlEscape`<h2>${section.title}</h2>`}
${section.blocks.map(renderBlock).join('\n')}
</section>`;
}

/** Escapes text as HTML, and keeps a number and its percent sign, or its z, on one line. */
const escapeText = (words: string): string =>
  htmlEscape(words.replaceAll(/(?<=\d) (?=%)|(?<=\(z) /g, '\u00a0'));

function renderBlock(block: Block): string {
  if (block.kind === 'text') return `<p>${escapeText(block.text)}</p>`;
  // Wide content can be scrolled, also with the keyboard.
  if (block.kind === 'chart') {
    const begin = htmlEscape`<svg role="img" aria-label="${block.chart.title}" `;
    const svg = dropNames(block.chart.svg).replace('<svg ', () => begin); // as a title may hold `$&`
    return `<figure tabindex="0">${svg}</figure>`;
  }
  const row = (cells: readonly string[], name: 'td' | 'th'): string =>
    `<tr>${cells.map((cell) => `<${name}>${htmlEscape(cell)}</${name}>`).join('')}</tr>`;
  return `<div class="scroll" tabindex="0" role="group" aria-label="Table"><table><thead>${row(block.head, 'th')}</thead><tbody>${block.rows.map((cells) => row(cells, 'td')).join('')}</tbody></table></div>`;
}

/** Removes the accessible names of a chart's hundreds of marks, so that the chart has a single one. */
function dropNames(svg: string): string {
  return svg.replaceAll(/<[^>]*>/g, (tag) => tag.replaceAll(/ (?:role|aria-[a-z]+)="[^"]*"/g, ''));
}

const anchorOf = ({ title }: Section): string => title.toLowerCase().replace(/[^a-z]+/g, '-');

const STYLE = `
:root { color-scheme: light; --ink: #1e1c19; --muted: #625c53; --line: #ddd6cb; --paper: #f7f4ef; }
body { max-width: 56rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 Georgia, "Times New Roman", serif; overflow-wrap: break-word; }
h1 { margin: 0; font-size: 2rem; font-weight: 400; line-height: 1.2; }
h2 { margin: 3rem 0 0.5rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 1.5rem; font-weight: 400; }
.subtitle, footer { color: var(--muted); }
.findings { padding-left: 1.4rem; font-size: 1.125rem; }
.findings li { margin: 0.6rem 0; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; padding: 0; list-style: none; }
a { color: #075f66; }
figure { margin: 1.25rem 0; padding: 0.5rem; overflow-x: auto; border: 1px solid var(--line); border-radius: 0.5rem; background: white; }
svg { display: block; }
.scroll { overflow-x: auto; }
table { margin: 0 0 1.25rem; border-collapse: collapse; font-size: 0.9375rem; }
th, td { padding: 0.3rem 1.25rem 0.3rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
`;
