// npm run classify -- reviews.txt
// Labels a file of any size in bounded memory; the first answer comes in less than a second.
import { Command, Option } from 'commander';
import { countDefaultWorkers } from '../functions/process/processors.ts';
import { classifyFile } from './classify/classify-file.ts';
import { classifyShard } from './classify/classify-shard.ts';
import { readShard } from './classify/shard.ts';
import { addReports } from './classify/shard-report.ts';
import { parseCount } from './program/data-option.ts';
import { DEFAULT_MODEL, MODEL_OPTION_HELP, readModel } from './program/model-option.ts';
import { runProgram, UsageError } from './program/run-program.ts';

const program = new Command('npm run classify --')
  .description('Label texts with their sentiment, from a file of any size or from standard input.')
  .argument(
    '[file]',
    'one text a line, or .tsv, .csv, .ndjson, .jsonl with a text column; - is standard input',
    '-',
  )
  .option('--json', 'one JSON object a line instead of a table')
  .option('--model <kind|file>', MODEL_OPTION_HELP, DEFAULT_MODEL)
  .addOption(
    new Option('--workers <n>', 'worker threads that share a large file; 0 for none')
      .env('WORKERS')
      .argParser(parseCount)
      .default(countDefaultWorkers(), 'one for each processor, none for one alone'),
  )
  .option('--text-column <name>', 'the column of the text (default: found by name)')
  .option(
    '--shard <i/n>',
    'classify the i-th of n parts, from 0, of a folder of .ndjson, .csv and .tsv files, .gz too, or of one .ndjson ' +
      'file; what has a report is done',
    readShard,
  )
  .option('--out <folder>', 'where a shard puts its labels, and a report beside them')
  .option('--reports <folder>', 'add up the reports of all shards, and classify nothing')
  .action(async (file, { shard, out, reports, ...options }) => {
    if (reports !== undefined) return addReports(reports);
    if ((shard === undefined) !== (out === undefined)) {
      throw new UsageError('--shard and --out belong together; expected both, or neither');
    }
    if (shard === undefined) return classifyFile(file, options);
    const { model, textColumn } = options;
    return classifyShard(file, { shard, out, textColumn, modelBytes: await readModel(model) });
  });

await runProgram(() => program.parseAsync());
