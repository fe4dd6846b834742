import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { compileKernel } from '../../scripts/kernel/compile-kernel.ts';

test('the compiled kernel is what its source compiles to, byte for byte', async () => {
  const kept = new URL('../../classifier/src/recurrent/kernel/wasm-bytes.ts', import.meta.url);
  expect(await compileKernel()).toBe(await readFile(kept, 'utf8'));
});
