/*
 * Tests whether one model is better than another:  npm run compare -- --data held-out.csv linear my-model.bin
 * With --predictions it compares with the predictions of another system, such as scikit-learn.
 */
import { Command } from 'commander';
import { labelsOf, type OpenClassifier } from '../classifier/src/index.ts';
import {
  compareSystems,
  describeComparison,
  listDifferences,
  readPredictions,
  type System,
} from './evaluation/index.ts';
import {
  addDataOptions,
  classifyAll,
  type DataOptions,
  type Dataset,
  knownLabelsOf,
  parseCount,
  readDataset,
  trainedOn,
} from './program/data-option.ts';
import { MODEL_OPTION_HELP } from './program/model-option.ts';
import { openModelOf } from './program/open-model.ts';
import { runProgram, UsageError } from './program/run-program.ts';
import { writeWhole } from './program/write-whole.ts';
import { groupTexts } from './training/index.ts';

interface CompareOptions extends DataOptions {
  data: string;
  predictions?: string;
  predictionColumn: string;
  show: number;
  out?: string;
  seed: number;
  json?: true;
}

const program = addDataOptions(
  new Command('npm run compare --')
    .description(
      'Test whether one model is better than another on labelled texts that neither was trained on.',
    )
    .argument('<first>', `a model: ${MODEL_OPTION_HELP}`)
    .argument('[second]', 'another one')
    .requiredOption('--data <file>', 'the labelled texts: .tsv, .csv, .ndjson or .jsonl')
    .option(
      '--predictions <file>',
      'predictions of another system in place of the second model: one row a text, as names or labels',
    )
    .option('--prediction-column <name>', 'column of the class in --predictions', 'prediction')
    .option('--show <n>', 'how many of the texts on which they differ to show', parseCount, 5)
    .option('--out <file>', 'write all texts on which they differ, as NDJSON')
    .option('--seed <n>', 'seed of the random numbers for the intervals', parseCount, 1)
    .option('--json', 'print one JSON object'),
);

await runProgram(async () => {
  const options = program.parse().opts<CompareOptions>();
  const [firstName = '', secondName] = program.args;
  if ((secondName === undefined) === (options.predictions === undefined)) {
    throw new UsageError('expected a second model, or --predictions in its place');
  }
  const first = await openModelOf(firstName);
  const labels = labelsOf(first.header);
  const dataset = await readDataset(options.data, options, knownLabelsOf(first));
  const { texts } = dataset;
  warnOfTrainingData(first, dataset);
  const toDecisions = (predicted: readonly number[]) =>
    texts.map(({ label }, i) => ({ label, predicted: predicted[i]! }));
  const ofModel = async (argument: string, classifier: OpenClassifier): Promise<System> => ({
    name: `${argument} (${classifier.name})`,
    decisions: await classifyAll(classifier, texts),
  });
  async function readSecond(): Promise<System> {
    if (options.predictions !== undefined) {
      const { predictions, predictionColumn } = options;
      const predicted = await readPredictions(predictions, predictionColumn, dataset);
      return { name: predictions, decisions: toDecisions(predicted) };
    }
    const second = await openModelOf(secondName!);
    if (second.name === first.name) {
      throw new UsageError(`both are the model ${first.name}; expected two different ones`);
    }
    warnOfTrainingData(second, dataset);
    const { names } = labelsOf(second.header);
    if (names.join('\n') !== labels.names.join('\n')) {
      throw new UsageError(
        `${second.name} has the classes ${names.join(', ')}; expected those of ${first.name}: ${labels.names.join(', ')}`,
      );
    }
    return ofModel(secondName!, second);
  }
  const systems = [await ofModel(firstName, first), await readSecond()] as const;
  const groups = groupTexts(texts, options.seed).map(({ group }) => group);
  const comparison = compareSystems(...systems, groups, labels.names.length, options.seed);
  const differences = listDifferences(systems[0].decisions, systems[1].decisions).map((i) => ({
    line: texts[i]!.line,
    text: texts[i]!.text,
    label: labels.names[texts[i]!.label]!,
    first: labels.names[systems[0].decisions[i]!.predicted]!,
    second: labels.names[systems[1].decisions[i]!.predicted]!,
  }));
  if (options.out !== undefined) {
    await writeWhole(options.out, differences.map((one) => `${JSON.stringify(one)}\n`).join(''));
  }
  if (options.json) {
    console.log(JSON.stringify(comparison));
    return;
  }
  console.log(describeComparison(comparison));
  for (const { line, text, label, first, second } of differences.slice(0, options.show)) {
    const oneLine = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
    console.log(`\nline ${line}: ${label}; ${first} by the first, ${second} by the second`);
    console.log(`  ${oneLine.length > 160 ? `${oneLine.slice(0, 160).toWellFormed()}…` : oneLine}`);
  }
});

function warnOfTrainingData(classifier: OpenClassifier, dataset: Dataset): void {
  if (trainedOn(classifier, dataset))
    console.error(`${classifier.name} was trained on ${dataset.name}: its accuracy is no measure here`);
}
