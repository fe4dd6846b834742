import { Command } from 'commander';
import { readFile } from '../program/read-file.ts';
import { runProgram } from '../program/run-program.ts';
import { classifyShard } from './classify-shard.ts';
import { readShard } from './shard.ts';
import { addReports } from './shard-report.ts';

/**
 * What an image runs as `classify`: shards and their reports, with the model that is in it.
 * @param model the path of the model file
 */
export function runClassifyProgram(model: string): Promise<void> {
  const program = new Command('classify')
    .description(
      'Classify a shard of a folder of .ndjson, .csv and .tsv files, .gz too, or of one .ndjson file.',
    )
    .argument('[path]', 'the folder or the file')
    .option('--shard <i/n>', 'the i-th of n parts, from 0; what has a report is done', readShard)
    .option('--out <folder>', 'where a shard puts its labels, and a report beside them')
    .option('--text-column <name>', 'the column of the text (default: found by name)')
    .option('--reports <folder>', 'add up the reports of all shards, and classify nothing')
    .action(async (path, { shard, out, textColumn, reports }) => {
      if (reports !== undefined) return addReports(reports);
      if (path === undefined || shard === undefined || out === undefined) {
        program.error(
          'error: nothing to do; expected a path with --shard I/N --out FOLDER, or --reports FOLDER',
        );
      }
      return classifyShard(path, { shard, out, textColumn, modelBytes: await readFile(model) });
    });
  return runProgram(() => program.parseAsync());
}
