// npm run classify -- reviews.csv --out labelled.csv
// Classifies files of any size in bounded memory. The first result is printed in less than a second.
import { Command, Option } from 'commander';
import { countDefaultWorkers } from '../functions/process/processors.ts';
import { classifyFiles, INPUT_FORMATS } from './classify/classify-file.ts';
import { classifyShard } from './classify/classify-shard.ts';
import { OUTPUT_FORMATS } from './classify/output.ts';
import { readShard } from './classify/shard.ts';
import { addReports } from './classify/shard-report.ts';
import { parseConfidence, parseCount, parseDelimiter } from './program/data-option.ts';
import { DEFAULT_MODEL, MODEL_OPTION_HELP, readModel } from './program/model-option.ts';
import { runProgram, UsageError } from './program/run-program.ts';

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
  .option('--out <file>', 'where the output is written, a folder for --shard (default: standard output)')
  .option('--json', 'the line, the id, the text and the result as one JSON object a line')
  .option('--sentences', 'with --json: after a text of several sentences, a row for each of them')
  .option(
    '--resume',
    'with --json and --out: go on with an interrupted run, or begin if there is none; what is written is kept in OUT.part',
  )
  .addOption(
    new Option(
      '--input <format>',
      'format of standard input and of files without a known extension (default: lines)',
    ).choices(INPUT_FORMATS),
  )
  .option(
    '--delimiter <sign>',
    'field separator of a CSV file, such as ";" (default: detected from the first line)',
    parseDelimiter,
  )
  .addOption(
    new Option(
      '--min-confidence <p>',
      'answer "undecided" where no class reaches this probability',
    ).argParser(parseConfidence),
  )
  .option('--model <kind|file>', MODEL_OPTION_HELP, DEFAULT_MODEL)
  .addOption(
    new Option('--workers <n>', 'worker threads that share a large file; 0 for none')
      .env('WORKERS')
      .argParser(parseCount)
      .default(countDefaultWorkers(), 'one for each processor; none on a single one'),
  )
  .option('--text-column <name>', 'column of the text (default: found by name)')
  .option(
    '--shard <i/n>',
    'classify the i-th of n parts, from 0, of a folder of .ndjson, .csv and .tsv files, .gz too, or of one .ndjson ' +
      'file; a part that has a report is skipped',
    readShard,
  )
  .option('--reports <folder>', 'only add up the reports of all shards')
  .action(async (files: string[], { shard, reports, ...options }) => {
    if (reports !== undefined) return addReports(reports);
    if (shard === undefined) return classifyFiles(files, options);
    const { out, model, ...others } = options;
    if (out === undefined)
      throw new UsageError('--shard needs --out, the folder of its labels and its report');
    if (others.sentences || others.resume)
      throw new UsageError('--sentences and --resume do not go with --shard, which resumes by itself');
    if (files.length > 1) throw new UsageError('--shard accepts one folder or file');
    return classifyShard(files[0]!, { shard, out, ...others, modelBytes: await readModel(model) });
  });

await runProgram(() => program.parseAsync());
