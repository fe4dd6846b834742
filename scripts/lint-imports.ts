// npm run lint:imports
// Lists each import that bypasses the index.ts of a room, and fails if there is one. Takes a second.
import { Command, Option } from 'commander';
import { findDeepImports } from './lint-imports/deep-imports.ts';
import { ROOT } from './program/root.ts';
import { runProgram } from './program/run-program.ts';

const program = new Command('npm run lint:imports --')
  .description('Fail if an import bypasses the index.ts of a room.')
  .addOption(
    new Option('--root <folder>', 'the folder that holds classifier, functions and scripts').default(
      ROOT,
      'this repository',
    ),
  )
  .action(({ root }: { root: string }) => {
    const found = findDeepImports(root);
    for (const { file, line, target, door } of found) {
      console.error(`${file}:${line}: imports ${target}, past ${door}`);
    }
    if (found.length > 0) process.exitCode = 1;
  });

await runProgram(() => program.parseAsync());
