import type { Plugin } from 'esbuild';
import { core } from '../../classifier/internals/index.ts';

/** Puts wink's packed core model in the place of the module that packs it: 2 MB of data for 3 MB to be read and packed. */
export const packedCore: Plugin = {
  name: 'packed-core',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]classifier[\\/]src[\\/]wink[\\/]core\.ts$/ }, () => ({
      contents: `export const core = ${toSource(core)};`,
      loader: 'js',
    }));
  },
};

/** JavaScript for Node.js that gives a value: JSON, and typed arrays anywhere in it. */
function toSource(value: unknown): string {
  if (value instanceof Uint8Array || value instanceof Uint32Array) {
    const base64 = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
    // A copy, since Node.js lays small buffers anywhere in a larger one.
    return `new ${value.constructor.name}(new Uint8Array(Buffer.from('${base64}', 'base64')).buffer)`;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  return `{${Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${toSource(member)}`)}}`;
}
