import { Command } from 'commander';
import { classifyShard } from '../classify/classify-shard.ts';
import { readShard } from '../classify/shard.ts';
import { addReports } from '../classify/shard-report.ts';
import { readFile } from '../program/read-file.ts';
import { runProgram } from '../program/run-program.ts';
import { addTrainOptions, FILE_VECTORS, readTrainOptions, trainOnce } from '../training/index.ts';

// By name, since of what the edge imports itself a bundle keeps all.
export { runNetworkThread } from '../../classifier/training/index.ts';

/**
 * What an image runs as `classify`: shards and their reports, with the model that is in it, and the training of another.
 * @param model the path of the model file
 */
export function runCommands(model: string): Promise<void> {
  const program = new Command('classify');
  program
    .command('shard', { isDefault: true })
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
  addTrainOptions(program.command('train'), FILE_VECTORS).action((_, command) =>
    trainOnce(readTrainOptions(command)),
  );
  return runProgram(() => program.parseAsync());
}
