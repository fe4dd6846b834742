/*
 * Compiles the kernels of the recurrent model:  npm run build:kernel
 * Each folder of classifier/assembly/ becomes a wasm-bytes.ts, in a few seconds.
 */
import { join } from 'node:path';
import { Command } from 'commander';
import { compileKernel, KERNELS } from './kernel/compile-kernel.ts';
import { ROOT } from './program/root.ts';
import { runProgram } from './program/run-program.ts';
import { writeWhole } from './program/write-whole.ts';

const program = new Command('npm run build:kernel --')
  .description("Compile the recurrent model's inner loops to WebAssembly.")
  .action(async () => {
    for (const kernel of ['serving', 'training'] as const) {
      const text = await compileKernel(kernel);
      await writeWhole(join(ROOT, KERNELS[kernel]), text);
      console.log(`${text.length} characters written to ${KERNELS[kernel]}`);
    }
  });

await runProgram(() => program.parseAsync());
