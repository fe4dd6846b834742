/*
 * Measures a model on labelled texts:  npm run evaluate -- --data validation.tsv --model linear
 * 25,000 phrases take a second or two; --protocol random-split trains too, about a minute.
 */
import { Command, Option } from 'commander';
import { loadClassifier, MODEL_KINDS, type ModelKind } from '../classifier/src/index.ts';
import { computeMetrics } from '../classifier/training/metrics.ts';
import { createRandom, shuffle } from '../classifier/training/optimizers/random.ts';
import {
  addDataOptions,
  classifyAll,
  type DataOptions,
  type Dataset,
  parseCount,
  readDataset,
} from './program/data-option.ts';
import { DEFAULT_MODEL, MODEL_OPTION_HELP, readModel } from './program/model-option.ts';
import { runProgram, UsageError } from './program/run-program.ts';
import { describeMetrics } from './training/describe-metrics.ts';
import { trainLinearModel, trainRecurrentModel } from './training/train-model.ts';

interface EvaluateOptions extends DataOptions {
  data: string;
  model?: string;
  kind?: ModelKind;
  protocol: 'held-out' | 'random-split';
  seed: number;
  json?: true;
}

const LEAK =
  'This protocol leaks: phrases of one sentence stand on both sides of the random split, so that the figures are ' +
  'higher than on new sentences. It is here to compare with systems measured so.';

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
    .option('--seed <n>', 'with random-split: start of the random numbers', parseCount, 1)
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
  if (!isRandomSplit && program.getOptionValueSource('seed') === 'cli') {
    throw new UsageError('--seed goes with --protocol random-split, where something is drawn');
  }
  const dataset = await readDataset(options.data, options);
  const [bytes, tested] = isRandomSplit
    ? await trainOnRandomSplit(dataset, options.kind ?? DEFAULT_MODEL, options.seed)
    : [await readModel(options.model ?? DEFAULT_MODEL), dataset.texts];
  const classifier = loadClassifier(bytes);
  const start = performance.now();
  const outcomes = classifyAll(classifier, tested);
  const textsPerSecond = outcomes.length / ((performance.now() - start) / 1000);
  const report = {
    model: classifier.name,
    data: dataset.name,
    protocol: options.protocol,
    ...(isRandomSplit && { warning: LEAK }),
    ...computeMetrics(outcomes),
    textsPerSecond: Math.round(textsPerSecond),
  };
  console.log(options.json ? JSON.stringify(report) : describeMetrics(report));
});

/** Trains on 67 % of the texts, dealt at random as the Python system did, and gives the rest to test on. */
async function trainOnRandomSplit(dataset: Dataset, kind: ModelKind, seed: number) {
  const shuffled = shuffle([...dataset.texts], createRandom(seed));
  const numTraining = Math.round(shuffled.length * 0.67);
  const training = { ...dataset, texts: shuffled.slice(0, numTraining).sort((a, b) => a.line - b.line) };
  const model =
    kind === 'linear'
      ? trainLinearModel(training, seed)
      : await trainRecurrentModel(training, seed, { vectors: 'wink' });
  return [model.encode([]), shuffled.slice(numTraining)] as const;
}
