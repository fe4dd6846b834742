import type { Plugin } from 'esbuild';

/** Modules of Node.js that Fastify loads for servers of a sort that ours is not: a tenth of the start. */
const LAZY = /^(?:node:)?(?:https|http2)$/;

/** Loads some modules of Node.js when something of them is first used, which may be never. */
export const lazyBuiltins: Plugin = {
  name: 'lazy-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: LAZY }, ({ path, kind, namespace }) =>
      kind === 'require-call' && namespace !== 'lazy'
        ? { path, namespace: 'lazy' }
        : { path, external: true },
    );
    onLoad({ filter: LAZY, namespace: 'lazy' }, ({ path }) => ({
      contents: `module.exports = new Proxy({}, { get: (_, name) => require('${path}')[name] });`,
      loader: 'js',
    }));
  },
};
