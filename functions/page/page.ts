import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, buildSync } from 'esbuild';
import { LIMITS } from '../contract/limits.ts';

/** The esbuild options for the page's style and script, each compiled into one minified file. */
export const COMPILE_SETTINGS = {
  bundle: true,
  minify: true,
  write: false,
  format: 'esm',
  target: 'es2022',
  define: {
    TEXT_CHARACTERS: String(LIMITS.textCharacters),
  },
} as const satisfies BuildOptions;

/** Reads the page's HTML, without style and script. */
export function readHtml(): string {
  return readFileSync(new URL('index.html', import.meta.url), 'utf8').replace(/\n\s+/g, '\n');
}

/**
 * Renders the page as one document, with style and script inline. It is used when running from the sources. A bundle
 * contains the rendered page instead of this module (see scripts/bundle/packed-page.ts), and no esbuild.
 */
export function renderPage(): string {
  return readHtml()
    .replace('<style></style>', () => `<style>${compile('page.css')}</style>`)
    .replace(
      '<script type="module"></script>',
      () => `<script type="module">${compile('client/index.ts')}</script>`,
    );
}

/** Compiles a file with all its imports. */
function compile(file: string): string {
  const entryPoints = [fileURLToPath(new URL(file, import.meta.url))];
  const { outputFiles } = buildSync({ ...COMPILE_SETTINGS, entryPoints });
  return outputFiles[0]!.text.trim();
}
