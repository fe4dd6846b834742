import type { Plugin } from 'esbuild';
import { core } from '../../classifier/internals/index.ts';

/**
 * An esbuild plugin that replaces the module that packs wink's core model with the packed data: 2 MB in place of 3 MB
 * to read and pack at start.
 */
export const packedCore: Plugin = {
  name: 'packed-core',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]classifier[\\/]src[\\/]wink[\\/]core\.ts$/ }, () => ({
      contents: `export const core = ${toSource(core)};`,
      loader: 'js',
    }));
  },
};

/** Converts a value, JSON that may contain typed arrays, to JavaScript source for Node.js. */
function toSource(value: unknown): string {
  if (value instanceof Uint8Array || value instanceof Uint32Array) {
    const base64 = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
    // Copied, because Node.js allocates small buffers inside a larger one.
    return `new ${value.constructor.name}(new Uint8Array(Buffer.from('${base64}', 'base64')).buffer)`;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  return `{${Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${toSource(member)}`)}}`;
}
