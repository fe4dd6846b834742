// npm run docs
// Renews the tables of the documents that are generated from the code and the model cards, in about ten seconds.
import { Command } from 'commander';
import { renewDocuments } from './docs/index.ts';
import { ROOT } from './program/root.ts';
import { runProgram } from './program/run-program.ts';

const program = new Command('npm run docs --')
  .description(
    'Renew the tables of the documents: programs, options, routes, settings, limits and measures of the models.',
  )
  .action(async () => {
    const renewed = await renewDocuments(ROOT);
    console.log(renewed.length === 0 ? 'all documents are up to date' : renewed.join('\n'));
  });

await runProgram(() => program.parseAsync());
