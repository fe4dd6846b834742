// npm run classify -- reviews.csv --out labelled.csv
// Labels files of any size in bounded memory; the first answer comes in less than a second.
import { Command, Option } from 'commander';
import { countDefaultWorkers } from '../functions/process/processors.ts';
import { classifyFiles, INPUT_FORMATS } from './classify/classify-file.ts';
import { OUTPUT_FORMATS } from './classify/output.ts';
import { parseCount, parseDelimiter } from './program/data-option.ts';
import { DEFAULT_MODEL, MODEL_OPTION_HELP } from './program/model-option.ts';
import { runProgram } from './program/run-program.ts';

const program = new Command('npm run classify --')
  .description('Label texts with their sentiment, from files of any size or from standard input.')
  .argument(
    '[files...]',
    'one text a line, or .tsv, .csv, .ndjson, .jsonl with a text column, also with .gz; - is standard input',
    ['-'],
  )
  .addOption(
    new Option(
      '--format <format>',
      'the output: table to read; csv, tsv and ndjson keep all columns (default: by --out, or table)',
    ).choices(OUTPUT_FORMATS),
  )
  .option('--out <file>', 'where the output is written (default: standard output)')
  .option('--json', 'the line, the id, the text and the result as one JSON object a line')
  .addOption(
    new Option(
      '--input <format>',
      'how standard input is read, and files whose names do not tell (default: lines)',
    ).choices(INPUT_FORMATS),
  )
  .option(
    '--delimiter <sign>',
    'what stands between the fields of a CSV, such as ";" (default: by the first line)',
    parseDelimiter,
  )
  .option('--model <kind|file>', MODEL_OPTION_HELP, DEFAULT_MODEL)
  .addOption(
    new Option('--workers <n>', 'worker threads that share a large file; 0 for none')
      .env('WORKERS')
      .argParser(parseCount)
      .default(countDefaultWorkers(), 'one for each processor, none for one alone'),
  )
  .option('--text-column <name>', 'the column of the text (default: found by name)')
  .action(classifyFiles);

await runProgram(() => program.parseAsync());
