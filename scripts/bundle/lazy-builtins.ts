import type { Plugin } from 'esbuild';

/**
 * Node.js modules that Fastify loads for kinds of servers that we do not use; loading them takes a tenth of the start.
 */
const LAZY = /^(?:node:)?(?:https|http2)$/;

/** An esbuild plugin that loads some Node.js modules on first use, which may never happen. */
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
