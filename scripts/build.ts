// npm run build
// Bundles the functions in about ten seconds. Each folder below dist/ then runs on its own, wherever it is copied.
import { Option } from 'commander';
import { buildAndReport, buildCommand, FUNCTIONS, PROGRAMS } from './bundle/index.ts';
import { runProgram } from './program/run-program.ts';

const program = buildCommand('npm run build --', 'Bundle the functions into folders below dist/.')
  .addOption(
    new Option('--function <name...>', 'which to build; "classify" is the program, for its image')
      .choices([...FUNCTIONS, ...Object.keys(PROGRAMS)])
      .default(FUNCTIONS, 'all functions'),
  )
  .action((options) => buildAndReport(options.function, options.model));
await runProgram(() => program.parseAsync());
