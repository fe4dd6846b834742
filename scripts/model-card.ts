/*
 * Writes the card of a model:
 *   npm run model-card -- --data train.tsv --validation validation.tsv --out classifier/models/recurrent.md
 * On Kaggle's data this takes about half a minute. The same files give the same card.
 */
import { Command } from 'commander';
import { type ModelCardOptions, writeModelCard } from './model-card/index.ts';
import { addDataOptions } from './program/data-option.ts';
import { DEFAULT_MODEL, MODEL_OPTION_HELP, readModel } from './program/model-option.ts';
import { openModel } from './program/open-model.ts';
import { runProgram } from './program/run-program.ts';

const program = addDataOptions(
  new Command('npm run model-card --')
    .description('Write the card of a model: data, settings, accuracy, strongest features, limits.')
    .option('--model <kind|file>', MODEL_OPTION_HELP, DEFAULT_MODEL)
    .option('--data <file>', 'the labelled texts it was trained on; a transformer need not know them')
    .requiredOption('--validation <file...>', 'labelled texts to measure it on')
    .option('--texts <file...>', 'whole texts with stars or sides, such as reviews, to measure it on', [])
    .option('--text-labels <map>', 'meaning of the labels of --texts, in the format of --labels')
    .option('--training-time <text>', 'how long the training took, such as "20 minutes on 2 cores"')
    .option('--seeds <file...>', 'models that differ from it only in their seed', [])
    .option('--ablation <file>', 'for recurrent: the output of "npm run ablate"; also draws a learning curve')
    .requiredOption('--out <file>', 'output file of the card, in Markdown'),
);

await runProgram(async () => {
  const options = program.parse().opts<ModelCardOptions & { model: string }>();
  const bytes = await readModel(options.model);
  const classifier = await openModel(bytes);
  await writeModelCard(classifier, bytes, options);
  console.log(`card of ${classifier.name} written to ${options.out}`);
});
