import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as esbuild from 'esbuild';
import { decodeModel } from '../../classifier/internals/index.ts';
import { type LabelSet, labelsOf, loadClassifier, SMALL_KINDS } from '../../classifier/src/index.ts';
import { COMPILE_SETTINGS, readHtml } from '../../functions/page/page.ts';
import { withLabels } from '../../functions/page/with-labels.ts';
import { readModel } from '../program/model-option.ts';
import { ROOT } from '../program/root.ts';
import { UsageError } from '../program/run-program.ts';
import { findPackages } from './bundle.ts';
import { readLicenses } from './licenses.ts';

const PAGE = join(ROOT, 'functions', 'page');
const LICENSES_FILE = 'THIRD-PARTY-LICENSES.txt';

/**
 * The content security policy: only files from beside the page. Trusted Types are not used, as they would refuse the
 * URL of the worker.
 */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; worker-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'";

/** Replacements in the static page for parts that need a service. */
const REPLACEMENTS: readonly (readonly [string | RegExp, string])[] = [
  [
    '<meta charset="utf-8">',
    `<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
  ],
  ['<style></style>', '<link rel="stylesheet" href="page.css">'],
  ['<script type="module"></script>', '<script type="module" src="page.js"></script>'],
  [
    '<main>',
    '<main>\n<p class="needs-server">Opened as a file, this page cannot load its code: it needs a web server, such as <code>python3 -m http.server</code> in its folder.</p>',
  ],
  [
    /<footer>.*<\/footer>/s,
    `<footer>\n<p>What you type stays in your browser, which reads it by itself.</p>\n<p><a href="${LICENSES_FILE}">Licenses</a></p>\n</footer>`,
  ],
];

/** An esbuild plugin that replaces the module that calls the service with the classifier itself. */
const askHere: esbuild.Plugin = {
  name: 'ask-here',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/ask\.ts$/ }, () => ({ path: join(PAGE, 'client', 'ask-here.ts') }));
  },
};

/**
 * Builds the page with one model into a folder, replacing the folder.
 * @returns the name of the model, and the size in bytes of each file written
 * @throws UsageError for a missing model, and for a transformer
 * @throws ModelFormatError for a file that is not a model
 */
export async function buildPage(model: string, folder = join(ROOT, 'dist', 'page')) {
  const modelBytes = await readModel(model);
  if (decodeModel(modelBytes).header.kind === 'transformer') {
    throw new UsageError(
      `no browser runs a transformer here; expected ${SMALL_KINDS.join(', ')}, or a file of such a model`,
    );
  }
  const { name, header } = loadClassifier(modelBytes);
  const { outputFiles, metafile } = await esbuild.build({
    ...COMPILE_SETTINGS,
    absWorkingDir: ROOT,
    entryPoints: [
      { in: join(PAGE, 'client', 'index.ts'), out: 'page' },
      { in: join(PAGE, 'client', 'worker.ts'), out: 'worker' },
      { in: join(PAGE, 'page.css'), out: 'page' },
    ],
    outdir: folder,
    metafile: true,
    plugins: [askHere],
  });
  await esbuild.stop();
  const files = new Map<string, string | Uint8Array>([
    ['index.html', composeHtml(labelsOf(header))],
    ...outputFiles.map(({ path, contents }) => [basename(path), contents] as const),
    ['model.bin', modelBytes],
    ['NOTICE', await readFile(join(ROOT, 'NOTICE'))],
    [LICENSES_FILE, await readLicenses(findPackages(metafile))],
  ]);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const sizes = new Map<string, number>();
  for (const [file, contents] of files) {
    await writeFile(join(folder, file), contents);
    sizes.set(file, Buffer.byteLength(contents));
  }
  return { name, folder, sizes };
}

function composeHtml(labels: LabelSet): string {
  const html = REPLACEMENTS.reduce((html, [from, to]) => html.replace(from, () => to), readHtml());
  return withLabels(html, labels);
}
