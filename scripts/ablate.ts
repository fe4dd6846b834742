/*
 * Measures how much each part of the recurrent network contributes, and how accuracy grows with the data:
 *   npm run ablate -- --data train.tsv --validation validation.tsv --out classifier/models/recurrent-ablation.json
 * Each variant is trained with one seed. On Kaggle's data this takes ten minutes on 2 cores, and half an hour with
 * 450,000 soft texts.
 */
import { Command } from 'commander';
import { runAblation } from './model-card/index.ts';
import { addDataOptions, type DataOptions, parseCount, readDataset } from './program/data-option.ts';
import { runProgram } from './program/run-program.ts';
import { writeWhole } from './program/write-whole.ts';
import { groupTexts, readSoft, type SoftOptions } from './training/index.ts';

interface AblateOptions extends DataOptions, Pick<SoftOptions, 'soft'> {
  data: string;
  validation: string;
  out: string;
  seed: number;
}

const program = addDataOptions(
  new Command('npm run ablate --')
    .description(
      'Measure how much each part of the recurrent network contributes, and how accuracy grows with the data.',
    )
    .requiredOption('--data <file>', 'the labelled texts')
    .requiredOption('--validation <file>', 'labelled texts of other sentences')
    .option('--soft <file...>', 'soft texts, as those of train, to train on beside the labelled ones')
    .requiredOption('--out <file>', 'where the figures are written, as JSON')
    .option('--seed <n>', 'start of the random numbers', parseCount, 1),
);

await runProgram(async () => {
  const options = program.parse().opts<AblateOptions>();
  const { out, seed, limit: _, ...columns } = options;
  const { texts, labels } = await readDataset(options.data, options);
  const validation = await readDataset(options.validation, columns, labels);
  const known = [...texts, ...validation.texts].map(({ text }) => text);
  const soft = await readSoft(options, labels.names, known);
  const grouped = groupTexts(texts, seed);
  const ablation = await runAblation(grouped, validation.texts, labels.names.length, seed, soft);
  await writeWhole(out, `${JSON.stringify(ablation, null, 2)}\n`);
  console.log(`ablation of ${ablation.parts.length} variants written to ${out}`);
});
