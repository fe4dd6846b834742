import { Command } from 'commander';
import { classifyShard } from '../classify/classify-shard.ts';
import { readShard } from '../classify/shard.ts';
import { addReports } from '../classify/shard-report.ts';
import { readFile } from '../program/read-file.ts';
import { runProgram } from '../program/run-program.ts';
import { addTrainOptions, FILE_VECTORS, readTrainOptions, trainOnce } from '../training/index.ts';

// Imported by name, because a bundle keeps everything that the edge itself imports.
export { runTrainingThread } from '../../classifier/training/index.ts';

/**
 * Runs the program `classify` of an image: it classifies shards and adds up their reports with the model in the image,
 * and it trains other models.
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
    .option('--shard <i/n>', 'the i-th of n parts, from 0; a part that has a report is skipped', readShard)
    .option('--out <folder>', 'output folder of the shard, for its labels and its report')
    .option('--text-column <name>', 'column of the text (default: found by name)')
    .option('--reports <folder>', 'only add up the reports of all shards')
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
