import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, buildSync } from 'esbuild';
import { LIMITS } from '../contract/limits.ts';

/** How the page's style and script are compiled, each into one minified file. */
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

/** The page without its style and script. */
export function readHtml(): string {
  return readFileSync(new URL('index.html', import.meta.url), 'utf8').replace(/\n\s+/g, '\n');
}

/**
 * The page as one document, with its style and script in it. This is for running from the sources: a bundle has the
 * page itself in place of this module (see scripts/bundle/packed-page.ts), and no esbuild.
 */
export function renderPage(): string {
  return readHtml()
    .replace('<style></style>', () => `<style>${compile('page.css')}</style>`)
    .replace(
      '<script type="module"></script>',
      () => `<script type="module">${compile('client/index.ts')}</script>`,
    );
}

/** A file and all that it imports. */
function compile(file: string): string {
  const entryPoints = [fileURLToPath(new URL(file, import.meta.url))];
  const { outputFiles } = buildSync({ ...COMPILE_SETTINGS, entryPoints });
  return outputFiles[0]!.text.trim();
}
