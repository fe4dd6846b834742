const PAGE_BYTES = 65_536;

/** An instance of a WebAssembly module, and its memory. */
export interface WasmInstance {
  memory: WebAssembly.Memory;
  exports: WebAssembly.Exports;
}

/**
 * Compiles a WebAssembly module and creates its memory, filled with 0.
 * @param base64 the module
 * @param numBytes the least size of the memory, rounded up to whole pages
 * @returns undefined where WebAssembly or its SIMD is not available, or a content security policy forbids it
 */
export function compileWasm(base64: string, numBytes: number): WasmInstance | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  const code = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const module = compile(code);
  if (!module) return undefined;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(numBytes / PAGE_BYTES) });
  return { memory, exports: new WebAssembly.Instance(module, { env: { memory } }).exports };
}

function compile(code: Uint8Array<ArrayBuffer>): WebAssembly.Module | undefined {
  try {
    return new WebAssembly.Module(code);
  } catch {
    return undefined;
  }
}
