import { build } from 'esbuild';

/** The classifier as a script for browsers, which names it `movieSentiment`. */
export async function bundleForBrowser(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ['classifier/src/index.ts'],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'movieSentiment',
    write: false,
  });
  return outputFiles[0]!.text;
}
