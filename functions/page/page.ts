import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { LIMITS } from '../contract.ts';

/**
 * The page in one piece, with its style and script in it. This is for running from the sources: a bundle has the page
 * itself in place of this module (see scripts/bundle/packed-page.ts), and no esbuild.
 */
export function renderPage(): string {
  const html = readFileSync(new URL('index.html', import.meta.url), 'utf8');
  return html
    .replace(/\n\s+/g, '\n')
    .replace('<style></style>', () => `<style>${compile('page.css')}</style>`)
    .replace(
      '<script type="module"></script>',
      () => `<script type="module">${compile('client/index.ts')}</script>`,
    );
}

/** A file and all that it imports, in one minified piece. */
function compile(file: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL(file, import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    define: {
      TEXT_CHARACTERS: String(LIMITS.textCharacters),
      EXPLANATION_TOKENS: String(LIMITS.explanationTokens),
      EXPLANATION_SENTENCE_TOKENS: String(LIMITS.explanationSentenceTokens),
    },
  });
  return outputFiles[0]!.text.trim();
}
