/*
 * Lists the words whose vectors are nearest:  npm run neighbors -- good happy
 * With the vectors of the model in the repository at once; with `--vectors wink` in some seconds.
 */
import { Command } from 'commander';
import { parsePositive } from './program/data-option.ts';
import { withProgress } from './program/progress.ts';
import { runProgram } from './program/run-program.ts';
import { describeNeighbors, findWords, readWordVectors, VECTORS_OPTION_HELP } from './word-vectors/index.ts';

interface NeighborsOptions {
  vectors: string;
  count: number;
}

const program = new Command('npm run neighbors --')
  .description('List the words whose vectors have the largest cosine with that of a word.')
  .addHelpText(
    'after',
    '\nAn unknown word is told of, and makes the exit code 1; the others are listed all the same.',
  )
  .showHelpAfterError()
  .argument('<words...>', 'the words; one that is not known as written is looked up in lower case')
  .option('--vectors <source>', VECTORS_OPTION_HELP, 'recurrent')
  .option('--count <n>', 'how many words to list for each', parsePositive, 10);

await runProgram(async () => {
  const { vectors, count } = program.parse().opts<NeighborsOptions>();
  const bar = { label: `read ${vectors}`, total: undefined, unit: 'words' };
  const table = await withProgress(bar, async (update) => {
    const read = await readWordVectors(vectors, (done) => update(done));
    update(read.words.length);
    return read;
  });
  const { known, problems } = findWords(table, program.args);
  if (known.length > 0) console.log(describeNeighbors(table, known, count));
  for (const problem of problems) console.error(`error: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
});
