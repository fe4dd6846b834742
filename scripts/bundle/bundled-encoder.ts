import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { ROOT } from '../program/root.ts';

/** The module that encoder threads run. */
export const ENCODER_THREAD = join(ROOT, 'functions/encoder/thread.ts');
/** Its file in a bundle. */
export const THREAD_FILE = 'encoder-thread.js';

/** An esbuild plugin that starts encoder threads with their file in the bundle. */
export const bundledEncoder: Plugin = {
  name: 'bundled-encoder',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]functions[\\/]encoder[\\/]thread-module\.ts$/ }, () => ({
      contents: `const { pathToFileURL } = require('node:url');
        export const threadModule = new URL('${THREAD_FILE}', pathToFileURL(__filename));`,
      loader: 'js',
    }));
  },
};
