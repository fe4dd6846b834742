/*
 * Queries word vectors:
 *   npm run neighbors -- good happy                the nearest words
 *   npm run neighbors -- good - bad + happy        the words nearest to a sum
 *   npm run neighbors -- --odd breakfast lunch car
 *   npm run neighbors -- --similarity happy sad
 * With the vectors of the model in the repository it answers at once, with `--vectors wink` in some seconds.
 */
import { Command } from 'commander';
import { parsePositive } from './program/data-option.ts';
import { withProgress } from './program/progress.ts';
import { runProgram, UsageError } from './program/run-program.ts';
import {
  cosine,
  describeAnalogy,
  describeNeighbors,
  describeOdd,
  findWords,
  isFrequent,
  type KeepWord,
  readWordVectors,
  type Term,
  VECTORS_OPTION_HELP,
} from './word-vectors/index.ts';

interface NeighborsOptions {
  vectors: string;
  count: number;
  odd?: true;
  similarity?: true;
}

const program = new Command('npm run neighbors --')
  .description('List the words nearest to a word, or to a sum of words, by the cosine of their vectors.')
  .addHelpText(
    'after',
    `
An unknown word is reported and sets the exit code to 1; the others are listed all the same.
Of a .bin the 200,000 most frequent words are read and those named; --odd and --similarity read those named alone.`,
  )
  .showHelpAfterError('(--help lists the options)')
  .argument(
    '<words...>',
    'the words, or a sum such as good - bad + happy; looked up as written, then in lower case',
  )
  .option('--odd', 'print which of three or more words has least in common with the others')
  .option('--similarity', 'print the cosine of two words')
  .option('--vectors <source>', VECTORS_OPTION_HELP, 'recurrent')
  .option('--count <n>', 'how many words to list for each', parsePositive, 10);

/** The terms of a sum, or undefined if the arguments are words without signs. */
function readSum(args: readonly string[]): Term[] | undefined {
  if (!args.some((arg) => arg === '+' || arg === '-')) return undefined;
  const terms: Term[] = [];
  let sign: Term['sign'] | undefined = 1;
  for (const arg of args) {
    if (arg === '+' || arg === '-') {
      if (sign !== undefined && terms.length > 0) throw notASum();
      sign = arg === '+' ? 1 : -1;
    } else {
      if (sign === undefined) throw notASum();
      terms.push({ word: arg, sign });
      sign = undefined;
    }
  }
  if (sign !== undefined) throw notASum();
  return terms;
}

const notASum = (): UsageError =>
  new UsageError('expected a sign between every two words of a sum, such as good - bad + happy');

await runProgram(async () => {
  const { vectors, count, odd, similarity } = program.parse().opts<NeighborsOptions>();
  const { args } = program;
  const terms = readSum(args);
  if (odd && args.length < 3) throw new UsageError(`--odd needs three words or more, got ${args.length}`);
  if (similarity && args.length !== 2)
    throw new UsageError(`--similarity needs two words, got ${args.length}`);
  if (Number(odd ?? 0) + Number(similarity ?? 0) + Number(terms !== undefined) > 1) {
    throw new UsageError('expected one of --odd, --similarity and a sum');
  }
  const asked = terms?.map(({ word }) => word) ?? args;
  const bar = { label: `read ${vectors}`, total: undefined, unit: 'words' };
  const named = new Set(asked.flatMap((word) => [word, word.toLowerCase()]));
  // Only a search for nearest words needs the vectors of other words.
  const keep: KeepWord = (word, place) => named.has(word) || (!odd && !similarity && isFrequent(word, place));
  const table = await withProgress(bar, async (update) => {
    const read = await readWordVectors(vectors, (done) => update(done), undefined, keep);
    update(read.words.length);
    return read;
  });
  const { known, problems } = findWords(table, asked);
  if (odd && problems.length === 0 && known.length < 3) {
    throw new UsageError(`--odd needs three different words or more, got ${known.join(', ')}`);
  }
  for (const problem of problems) console.error(`error: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
  if (!terms && !odd && !similarity) {
    if (known.length > 0) console.log(describeNeighbors(table, known, count));
  } else if (problems.length === 0) {
    const spell = (word: string): string => findWords(table, [word]).known[0]!;
    if (terms)
      console.log(
        describeAnalogy(
          table,
          terms.map(({ word, sign }) => ({ word: spell(word), sign })),
          count,
        ),
      );
    else if (odd) console.log(describeOdd(table, known));
    else console.log(cosine(table, spell(args[0]!), spell(args[1]!)).toFixed(3));
  }
});
