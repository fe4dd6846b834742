/*
 * Compiles the kernel of the recurrent model:  npm run build:kernel
 * classifier/assembly/ becomes classifier/src/recurrent/kernel/wasm-bytes.ts, in a few seconds.
 */
import { join } from 'node:path';
import { compileKernel } from './kernel/compile-kernel.ts';
import { ROOT } from './program/root.ts';
import { runProgram } from './program/run-program.ts';
import { writeWhole } from './program/write-whole.ts';

const TARGET = join(ROOT, 'classifier/src/recurrent/kernel/wasm-bytes.ts');

await runProgram(async () => {
  const text = await compileKernel();
  await writeWhole(TARGET, text);
  console.log(`${text.length} characters written to ${TARGET}`);
});
