/*
 * Explores labelled texts:  npm run explore -- --data train.tsv --out report
 * Writes report.html, with all charts in it, and each chart as SVG and PNG. On Kaggle's data it takes a quarter of a
 * minute, and another half for vectors trained on it, which `--vectors recurrent` does without.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { composeReport, findingsOf } from './explore/compose-report.ts';
import { normalize } from './explore/data/duplicates.ts';
import { count } from './explore/report/phrases.ts';
import { renderReport } from './explore/report/render.ts';
import { studyTexts } from './explore/study.ts';
import { annotate } from './explore/texts/annotate.ts';
import { drawTexts } from './explore/texts/draw-texts.ts';
import { trainOwnVectors } from './explore/word-map/own-vectors.ts';
import { addDataOptions, type DataOptions, parseCount, readDataset } from './program/data-option.ts';
import { withProgress } from './program/progress.ts';
import { runProgram, UsageError } from './program/run-program.ts';
import { writeWhole } from './program/write-whole.ts';
import { readWordVectors, VECTORS_OPTION_HELP } from './word-vectors/read-word-vectors.ts';
import type { WordVectorTable } from './word-vectors/word-vector-table.ts';

interface ExploreOptions extends DataOptions {
  data: string;
  out: string;
  vectors: string[];
  seed: number;
}

/** The source of vectors that are trained on the data. */
const OWN = 'own';
const SOURCES = `${OWN} (trained on the texts), ${VECTORS_OPTION_HELP}`;

const program = addDataOptions(
  new Command('npm run explore --').description(
    "Write a report on labelled texts: Kaggle's train.tsv, or any .tsv, .csv, .ndjson or .jsonl that train reads.",
  ),
  'draw n texts at random, sentence by sentence',
)
  .requiredOption('--data <file>', 'the labelled texts')
  .option('--out <folder>', 'where report.html and the charts are written', 'report')
  .option('--vectors <source...>', `word vectors to map: ${SOURCES}`, [OWN, 'recurrent'])
  .option('--seed <n>', 'start of the random numbers: same data and seed, same report', parseCount, 1);

await runProgram(async () => {
  const { data, out, vectors, seed, limit, ...columns } = program.parse().opts<ExploreOptions>();
  const tables = new Map<string, WordVectorTable>();
  for (const source of vectors) {
    if (source !== OWN) tables.set(source, await readWordVectors(source, undefined, SOURCES));
  }
  const dataset = await readDataset(data, columns);
  const labelled = drawTexts(dataset.texts, limit ?? Number.POSITIVE_INFINITY, seed);
  await mkdir(out, { recursive: true }).catch((cause: Error) => {
    throw new UsageError(`${out}: cannot be made: ${cause.message}`, { cause });
  });
  const total = labelled.length;
  const texts = withProgress({ label: 'normalize', total, unit: 'texts' }, (update) =>
    normalize(labelled, update),
  );
  const sentences = withProgress({ label: 'find words and names', total, unit: 'texts' }, (update) =>
    annotate(labelled, update),
  );
  if (vectors.includes(OWN)) {
    const own = await trainOwnVectors(sentences, seed);
    if (own === undefined) console.error('no vectors are trained: the texts are too few');
    else tables.set(OWN, own);
  }
  const inOrder = vectors.flatMap((source) => tables.get(source) ?? []);
  const study = studyTexts(texts, sentences, inOrder, seed);
  const drawn =
    total < dataset.texts.length ? `, ${count(total)} of ${count(dataset.texts.length)} texts` : '';
  const footer = `Made by npm run explore from ${dataset.name}, SHA-256 ${dataset.sha256}${drawn}, seed ${seed}.`;
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
