/*
 * Measures a model on labelled texts:  npm run evaluate -- --data validation.tsv --model linear
 * 25,000 phrases take a second or two. --protocol random-split also trains, which takes about a minute.
 */
import { Command, Option } from 'commander';
import { SMALL_KINDS, type SmallKind } from '../classifier/src/index.ts';
import { type KnownLabels, type Merging, parseMerging } from '../classifier/training/index.ts';
import { composeEvaluation, describeMetrics, evaluate, writePredictions } from './evaluation/index.ts';
import {
  addDataOptions,
  type DataOptions,
  knownLabelsOf,
  parseCount,
  readDataset,
  trainedOn,
} from './program/data-option.ts';
import { makeFolder } from './program/make-folder.ts';
import { DEFAULT_MODEL, MODEL_OPTION_HELP } from './program/model-option.ts';
import { openModel, openModelOf } from './program/open-model.ts';
import { runProgram, UsageError } from './program/run-program.ts';
import { writeReport } from './report/index.ts';
import { LEAK, trainOnRandomSplit } from './training/index.ts';

const TRAINING_DATA =
  'The model was trained on this very file, so that the figures say nothing about texts that it has not seen.';

interface EvaluateOptions extends DataOptions {
  data: string;
  model?: string;
  kind?: SmallKind;
  protocol: 'held-out' | 'random-split';
  merge?: string;
  seed: number;
  out?: string;
  report?: string;
  mistakes: number;
  json?: true;
}

const program = addDataOptions(
  new Command('npm run evaluate --')
    .description('Measure a model on labelled texts that it was not trained on.')
    .requiredOption('--data <file>', 'the labelled texts: .tsv, .csv, .ndjson or .jsonl')
    .option('--model <kind|file>', `the model: ${MODEL_OPTION_HELP} (default: ${DEFAULT_MODEL})`)
    .addOption(
      new Option(
        '--protocol <name>',
        'held-out measures the model; random-split trains one on a random 67 % of the texts and measures it on the rest',
      )
        .choices(['held-out', 'random-split'])
        .default('held-out'),
    )
    .addOption(
      new Option('--kind <kind>', 'with random-split: the kind of model to train').choices(SMALL_KINDS),
    )
    .option('--seed <n>', 'seed of the random numbers for intervals and the random split', parseCount, 1)
    .option(
      '--merge <classes>',
      'merge the model’s classes, given by label or name, before measuring, such as negative=0+1,neutral=2,positive=3+4',
    )
    .option('--out <file>', 'write the prediction for each text as NDJSON, with all columns kept')
    .option('--report <folder>', 'write a page with charts there, and each chart as SVG and PNG')
    .option('--mistakes <n>', 'how many mistakes to show, the most confident first', parseCount, 5)
    .option('--json', 'print one JSON object'),
);

await runProgram(async () => {
  const options = program.parse().opts<EvaluateOptions>();
  const isRandomSplit = options.protocol === 'random-split';
  if (isRandomSplit && options.model !== undefined) {
    throw new UsageError('--protocol random-split trains its own model; expected --kind, not --model');
  }
  if (!isRandomSplit && options.kind !== undefined) {
    throw new UsageError('--kind goes with --protocol random-split; expected --model');
  }
  if (isRandomSplit && options.merge !== undefined) {
    throw new UsageError('--merge needs a model; it does not go with --protocol random-split');
  }
  const classifier = isRandomSplit ? undefined : await openModelOf(options.model ?? DEFAULT_MODEL);
  const known = classifier && knownLabelsOf(classifier);
  const merging = known && options.merge !== undefined ? parseMerging(options.merge, known) : undefined;
  const reading = { ...options, sides: known?.isScale ?? false };
  const dataset = await readDataset(options.data, reading, known && withMerged(known, merging));
  const { name, sided } = dataset;
  const trained = isRandomSplit
    ? await trainOnRandomSplit(dataset, options.kind ?? DEFAULT_MODEL, options.seed)
    : undefined;
  const texts = trained?.heldOut ?? dataset.texts;
  const isTrainingData = classifier !== undefined && trainedOn(classifier, dataset);
  const warning = isRandomSplit ? LEAK : isTrainingData ? TRAINING_DATA : undefined;
  const protocol = { protocol: options.protocol, ...(warning !== undefined && { warning }) };
  const { seed, mistakes: numMistakes, out, report: folder } = options;
  if (folder !== undefined) {
    if (texts.length === 0) throw new UsageError('--report needs labels; these texts have only sides');
    await makeFolder(folder);
  }
  const measured = classifier ?? (await openModel(trained!.bytes));
  const settings = { merging, numMistakes, seed };
  const evaluation = await evaluate(measured, { name, texts, sided }, protocol, settings);
  const { report } = evaluation;
  if (out !== undefined) await writePredictions(out, options.data, evaluation, options);
  console.log(options.json ? JSON.stringify(report) : describeMetrics(report));
  if (folder !== undefined) {
    console.error(`written to ${await writeReport(await composeEvaluation(evaluation), folder)}`);
  }
});

/** Data may also use the names of merged classes. Each such name stands for the first class it merges. */
function withMerged(known: KnownLabels, merging: Merging | undefined): KnownLabels {
  const merged = (merging?.labels.names ?? []).map((name, k) => [
    name,
    known.names[merging!.mergedOf.indexOf(k)]!,
  ]);
  return { ...known, mapping: { ...known.mapping, ...Object.fromEntries(merged) } };
}
