// npm run classify -- reviews.txt
// Labels a file of any size in bounded memory; the first answer comes in less than a second.
import { Command, Option } from 'commander';
import { countDefaultWorkers } from '../functions/process/processors.ts';
import { classifyFile } from './classify/classify-file.ts';
import { parseConfidence, parseCount } from './program/data-option.ts';
import { DEFAULT_MODEL, MODEL_OPTION_HELP } from './program/model-option.ts';
import { runProgram } from './program/run-program.ts';

const program = new Command('npm run classify --')
  .description('Label texts with their sentiment, from a file of any size or from standard input.')
  .argument(
    '[file]',
    'one text a line, or .tsv, .csv, .ndjson, .jsonl with a text column; - is standard input',
    '-',
  )
  .addOption(
    new Option(
      '--min-confidence <p>',
      'leave the class open, as "undecided", where none reaches so much',
    ).argParser(parseConfidence),
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
  .action(classifyFile);

await runProgram(() => program.parseAsync());
