/*
 * Lists the trainings recorded in a folder:  npm run trainings -- models
 * Each `npm run train` adds a line to trainings.ndjson beside its model.
 */
import { Command, Option } from 'commander';
import { runProgram } from './program/run-program.ts';
import { formatTrainings, readTrainings, trainingsToCsv } from './trainings/index.ts';

const program = new Command('npm run trainings --')
  .description('List the trainings recorded in a folder: settings, data, measures, seconds.')
  .argument('[path]', 'the folder, or its trainings.ndjson', '.')
  .addOption(
    new Option('--format <name>', 'a table to read, or CSV with all measures and settings')
      .choices(['table', 'csv'])
      .default('table'),
  )
  .action(async (path: string, { format }: { format: 'table' | 'csv' }) => {
    const records = await readTrainings(path);
    process.stdout.write(format === 'csv' ? trainingsToCsv(records) : formatTrainings(records));
  });

await runProgram(() => program.parseAsync());
