import type { Plugin } from 'esbuild';

/**
 * An esbuild plugin that starts the threads of a training with the bundle's entry, because a bundle has no separate
 * file for them.
 */
export const bundledThread: Plugin = {
  name: 'bundled-thread',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]classifier[\\/]training[\\/]threads[\\/]thread-module\.ts$/ }, () => ({
      contents: `export const threadModule = require('node:url').pathToFileURL(process.argv[1]);`,
      loader: 'js',
    }));
  },
};
