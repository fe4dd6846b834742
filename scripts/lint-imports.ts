// npm run lint:imports
// Fails where an import goes past the index.ts of a room, and names each such import. Takes a second.
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { findDeepImports } from './lint-imports/deep-imports.ts';
import { runProgram } from './program/run-program.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const program = new Command('npm run lint:imports --')
  .description('Fail where an import goes past the index.ts of a room.')
  .option('--root <folder>', 'the folder that holds classifier, functions and scripts', ROOT)
  .action(({ root }: { root: string }) => {
    const found = findDeepImports(root);
    for (const { file, line, target, door } of found) {
      console.error(`${file}:${line}: imports ${target}, past ${door}`);
    }
    if (found.length > 0) process.exitCode = 1;
  });

await runProgram(() => program.parseAsync());
