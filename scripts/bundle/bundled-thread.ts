import type { Plugin } from 'esbuild';

/** Has the threads of a training start with the bundle's own entry: in a bundle they have no file of their own. */
export const bundledThread: Plugin = {
  name: 'bundled-thread',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]classifier[\\/]training[\\/]recurrent[\\/]thread-module\.ts$/ }, () => ({
      contents: `export const threadModule = require('node:url').pathToFileURL(process.argv[1]);`,
      loader: 'js',
    }));
  },
};
