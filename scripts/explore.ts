/*
 * Explores texts, labelled or not:  npm run explore -- --data train.tsv --out report
 * Writes report.html, which contains all charts, and each chart as SVG and PNG. On Kaggle's data it takes a quarter of
 * a minute, and another half to train vectors on it, which `--vectors recurrent` avoids.
 */
import { Command } from 'commander';
import {
  DEFAULT_SOURCES,
  exploreTexts,
  readTexts,
  readVectorSources,
  SOURCES_HELP,
} from './explore/index.ts';
import { addDataOptions, type DataOptions, parseCount } from './program/data-option.ts';
import { makeFolder } from './program/make-folder.ts';
import { runProgram } from './program/run-program.ts';
import { writeReport } from './report/index.ts';

interface ExploreOptions extends DataOptions {
  data: string;
  out: string;
  vectors: string[];
  seed: number;
}

const program = addDataOptions(
  new Command('npm run explore --').description(
    "Write a report on texts: Kaggle's train.tsv, or any .tsv, .csv, .ndjson or .jsonl that train reads. Labels may be missing; the report then leaves out what needs them.",
  ),
  'draw n texts at random, sentence by sentence',
)
  .requiredOption(
    '--data <file>',
    'the texts, with or without labels; a file with another extension has one text a line',
  )
  .option('--out <folder>', 'where report.html and the charts are written', 'report')
  .option(
    '--vectors <source...>',
    `word vectors to map: ${SOURCES_HELP}, of which the words of the texts are read`,
    DEFAULT_SOURCES,
  )
  .option('--seed <n>', 'seed of the random numbers: same data and seed, same report', parseCount, 1);

await runProgram(async () => {
  const { data, out, vectors: sources, seed, limit, ...columns } = program.parse().opts<ExploreOptions>();
  const dataset = await readTexts(data, columns);
  const vectors = await readVectorSources(sources, dataset.texts);
  await makeFolder(out);
  const report = await exploreTexts(dataset, { vectors, limit, seed });
  const page = await writeReport(report, out);
  for (const [i, finding] of report.findings.entries()) console.log(`${i + 1}. ${finding}.`);
  console.log(`written to ${page}`);
});
