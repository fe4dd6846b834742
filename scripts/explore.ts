/*
 * Explores labelled texts:  npm run explore -- --data train.tsv --out report
 * Writes report.html, with all charts in it, and each chart as SVG and PNG; on Kaggle's data it takes about a minute.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { addDataOptions, type DataOptions, parseCount, readDataset } from './data-option.ts';
import { annotate } from './explore/annotate.ts';
import { normalize } from './explore/measures/duplicates.ts';
import { composeReport, findingsOf } from './explore/report/compose-report.ts';
import { renderReport } from './explore/report/report.ts';
import { studyTexts } from './explore/study.ts';
import { withProgress } from './progress.ts';
import { runProgram, UsageError } from './run-program.ts';
import { readWordVectors, VECTORS_OPTION_HELP } from './word-vectors/read-word-vectors.ts';
import type { WordVectorTable } from './word-vectors/word-vector-table.ts';
import { writeWhole } from './write-whole.ts';

interface ExploreOptions extends DataOptions {
  data: string;
  out: string;
  vectors: string[];
  seed: number;
}

const program = addDataOptions(
  new Command('npm run explore --')
    .description(
      "Write a report on labelled texts: Kaggle's train.tsv, or any .tsv, .csv, .ndjson or .jsonl that train reads.",
    )
    .requiredOption('--data <file>', 'the labelled texts')
    .option('--out <folder>', 'where report.html and the charts are written', 'report')
    .option('--vectors <source...>', `word vectors to map: ${VECTORS_OPTION_HELP}`, ['recurrent'])
    .option('--seed <n>', 'start of the random numbers: same data and seed, same report', parseCount, 1),
);

await runProgram(async () => {
  const { data, out, vectors, seed, ...columns } = program.parse().opts<ExploreOptions>();
  const tables: WordVectorTable[] = [];
  for (const source of vectors) tables.push(await readWordVectors(source));
  const dataset = await readDataset(data, columns);
  await mkdir(out, { recursive: true }).catch((cause: Error) => {
    throw new UsageError(`${out}: cannot be made: ${cause.message}`, { cause });
  });
  const total = dataset.texts.length;
  const texts = withProgress({ label: 'normalize', total, unit: 'texts' }, (update) =>
    normalize(dataset.texts, update),
  );
  const sentences = withProgress({ label: 'find words and names', total, unit: 'texts' }, (update) =>
    annotate(dataset.texts, update),
  );
  const study = studyTexts(texts, sentences, tables, seed);
  const footer = `Made by npm run explore from ${dataset.name}, SHA-256 ${dataset.sha256}, seed ${seed}.`;
  const report = await composeReport(dataset.name, study, footer);
  for (const { blocks } of report.sections) {
    for (const block of blocks) {
      if (block.kind !== 'chart') continue;
      const { name, svg, png } = block.chart;
      await writeWhole(join(out, `${name}.svg`), Buffer.from(svg));
      await writeWhole(join(out, `${name}.png`), png);
    }
  }
  const page = join(out, 'report.html');
  await writeWhole(page, Buffer.from(renderReport(report)));
  for (const [i, finding] of findingsOf(study).entries()) console.log(`${i + 1}. ${finding}.`);
  console.log(`written to ${page}`);
});
