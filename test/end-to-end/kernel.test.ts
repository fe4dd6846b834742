import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { compileKernel, KERNELS } from '../../scripts/kernel/compile-kernel.ts';

test.each(['serving', 'training'] as const)(
  'the compiled kernel of %s is what its source compiles to, byte for byte',
  async (kernel) => {
    const kept = new URL(`../../${KERNELS[kernel]}`, import.meta.url);
    expect(await compileKernel(kernel)).toBe(await readFile(kept, 'utf8'));
  },
);
