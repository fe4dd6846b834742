/*
 * Measures a model on labelled texts:  npm run evaluate -- --data validation.tsv --model linear
 * 25,000 phrases take a second or two; --protocol random-split trains too, about a minute.
 */
import { Command, Option } from 'commander';
import { loadClassifier, MODEL_KINDS, type ModelKind } from '../classifier/src/index.ts';
import { type KnownLabels, type Merging, parseMerging } from '../classifier/training/index.ts';
import { composeEvaluation, describeMetrics, evaluate, writePredictions } from './evaluation/index.ts';
import {
  addDataOptions,
  type DataOptions,
  knownLabelsOf,
  parseCount,
  readDataset,
} from './program/data-option.ts';
import { makeFolder } from './program/make-folder.ts';
import { DEFAULT_MODEL, MODEL_OPTION_HELP, readModel } from './program/model-option.ts';
import { runProgram, UsageError } from './program/run-program.ts';
import { writeReport } from './report/index.ts';
import { LEAK, trainOnRandomSplit } from './training/index.ts';

interface EvaluateOptions extends DataOptions {
  data: string;
  model?: string;
  kind?: ModelKind;
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
      new Option('--kind <kind>', 'with random-split: the kind of model to train').choices(MODEL_KINDS),
    )
    .option('--seed <n>', 'start of the random numbers, for intervals and a random split', parseCount, 1)
    .option(
      '--merge <classes>',
      'measure by fewer classes, made of the model’s by their labels or names, such as negative=0+1,neutral=2,positive=3+4',
    )
    .option('--out <file>', 'write what was said of each text as NDJSON, all columns kept')
    .option('--report <folder>', 'write a page with charts there, and each chart as SVG and PNG')
    .option('--mistakes <n>', 'how many mistakes to show, the surest first', parseCount, 5)
    .option('--json', 'print one JSON object'),
);

await runProgram(async () => {
  const options = program.parse().opts<EvaluateOptions>();
  const isRandomSplit = options.protocol === 'random-split';
  if (isRandomSplit && options.model !== undefined) {
    throw new UsageError('--protocol random-split trains a model of its own; expected --kind, not --model');
  }
  if (!isRandomSplit && options.kind !== undefined) {
    throw new UsageError('--kind goes with --protocol random-split; expected --model');
  }
  const model = isRandomSplit ? undefined : await readModel(options.model ?? DEFAULT_MODEL);
  if (isRandomSplit && options.merge !== undefined) {
    throw new UsageError('--merge goes with a model; expected no --protocol random-split');
  }
  const known = model && knownLabelsOf(loadClassifier(model));
  const merging = known && options.merge !== undefined ? parseMerging(options.merge, known) : undefined;
  const reading = { ...options, sides: known?.isScale ?? false };
  const dataset = await readDataset(options.data, reading, known && withMerged(known, merging));
  const { name, sided } = dataset;
  const [bytes, texts] = model
    ? [model, dataset.texts]
    : await trainOnRandomSplit(dataset, options.kind ?? DEFAULT_MODEL, options.seed);
  const protocol = { protocol: options.protocol, ...(isRandomSplit && { warning: LEAK }) };
  const { seed, mistakes: numMistakes, out, report: folder } = options;
  const evaluation = evaluate(bytes, { name, texts, sided }, protocol, { merging, numMistakes, seed });
  const { report } = evaluation;
  if (folder !== undefined && report.count === undefined) {
    throw new UsageError('--report is made of labels; these texts have sides alone');
  }
  if (out !== undefined) await writePredictions(out, options.data, evaluation, options);
  console.log(options.json ? JSON.stringify(report) : describeMetrics(report));
  if (folder !== undefined) {
    await makeFolder(folder);
    console.error(`written to ${await writeReport(await composeEvaluation(evaluation), folder)}`);
  }
});

/** Data may have the names of merged classes too; each stands for the first of its classes. */
function withMerged(known: KnownLabels, merging: Merging | undefined): KnownLabels {
  const merged = (merging?.labels.names ?? []).map((name, k) => [
    name,
    known.names[merging!.mergedOf.indexOf(k)]!,
  ]);
  return { ...known, mapping: { ...known.mapping, ...Object.fromEntries(merged) } };
}
