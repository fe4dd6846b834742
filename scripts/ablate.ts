/*
 * Measures what each part of the recurrent network is worth, and how it learns with more data:
 *   npm run ablate -- --data train.tsv --validation validation.tsv --out classifier/models/recurrent-ablation.json
 * One seed each; on Kaggle's data about a quarter of an hour.
 */
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { assignFolds } from '../classifier/training/data/split.ts';
import { createRandom } from '../classifier/training/optimizers/random.ts';
import { quantizeNetwork } from '../classifier/training/recurrent/quantize.ts';
import { RECURRENT_DEFAULTS, type RecurrentSettings } from '../classifier/training/recurrent/settings.ts';
import {
  type EpochReport,
  measureNetwork,
  trainBestNetwork,
} from '../classifier/training/recurrent/train-recurrent.ts';
import type { PretrainedVectors } from '../classifier/training/recurrent/vocabulary.ts';
import { addDataOptions, type DataOptions, parseCount, readDataset } from './program/data-option.ts';
import { withProgress } from './program/progress.ts';
import { runProgram } from './program/run-program.ts';
import { writeWhole } from './program/write-whole.ts';
import { readVectors } from './training/read-vectors.ts';
import { tokenizeAll } from './training/train-model.ts';

/** What an ablation found. */
export interface Ablation {
  seed: number;
  /** Each epoch of the full network. */
  epochs: EpochReport[];
  /** The network trained on a share of the sentences. */
  sizes: (Measured & { share: number; texts: number })[];
  /** The network with a part changed. */
  parts: (Measured & { part: string })[];
}
type Measured = Omit<EpochReport, 'epoch'>;

interface AblateOptions extends DataOptions {
  data: string;
  validation: string;
  out: string;
  seed: number;
}

const NUM_FOLDS = 20;
const SHARES = [0.05, 0.1, 0.25, 0.5];
const VARIANTS: { part: string; change: Partial<RecurrentSettings> }[] = [
  { part: 'unknown words never met in training (word dropout 0)', change: { wordDropout: 0 } },
  { part: 'no dropout on vectors and pooled states', change: { inputDropout: 0, pooledDropout: 0 } },
  { part: 'half the hidden numbers', change: { numHidden: 32 } },
];

const program = addDataOptions(
  new Command('npm run ablate --')
    .description(
      'Measure what each part of the recurrent network is worth, and how it learns with more data.',
    )
    .requiredOption('--data <file>', 'the labelled texts')
    .requiredOption('--validation <file>', 'labelled texts of other sentences')
    .requiredOption('--out <file>', 'where the figures are written, as JSON')
    .option('--seed <n>', 'start of the random numbers', parseCount, 1),
);

await runProgram(async () => {
  const {
    data,
    validation: validationFile,
    out,
    seed,
    limit: _,
    ...columns
  } = program.parse().opts<AblateOptions>();
  const validation = tokenizeAll((await readDataset(validationFile, columns)).texts);
  const texts = tokenizeAll((await readDataset(data, program.opts())).texts);
  const pretrained = await readVectors('wink');
  const train = (
    name: string,
    change: Partial<RecurrentSettings> = {},
    own = texts,
    vectors: PretrainedVectors | 'none' = pretrained!,
  ) => {
    const settings = { ...RECURRENT_DEFAULTS, ...change };
    const training = {
      texts: own,
      validation,
      pretrained: vectors === 'none' ? undefined : vectors,
      settings,
      seed,
      numThreads: availableParallelism(),
    };
    return withProgress({ label: name, total: undefined, unit: 'steps' }, (update) =>
      trainBestNetwork(training, { onStep: ({ step, numSteps }) => update(step, `of ${numSteps}`) }),
    );
  };
  const bestOf = (reports: readonly EpochReport[]): Measured => {
    const { accuracy, sentenceAccuracy } = reports.reduce((a, b) =>
      b.sentenceAccuracy > a.sentenceAccuracy ? b : a,
    );
    return { accuracy, sentenceAccuracy };
  };

  const full = await train('the full network');
  const exact = quantizeNetwork(full.best, full.vocabulary, RECURRENT_DEFAULTS, 32);
  const ablation: Ablation = { seed, epochs: full.reports, sizes: [], parts: [] };
  ablation.parts.push({ part: 'the full network', ...bestOf(full.reports) });
  ablation.parts.push({
    part: 'vectors in 32 bits, not in 8',
    ...measureNetwork(exact, RECURRENT_DEFAULTS, validation),
  });
  const withoutVectors = await train('random vectors', {}, texts, 'none');
  ablation.parts.push({ part: 'random vectors to start from', ...bestOf(withoutVectors.reports) });
  for (const { part, change } of VARIANTS) {
    ablation.parts.push({ part, ...bestOf((await train(part, change)).reports) });
  }
  const folds = assignFolds(
    texts.map((text) => text.group),
    NUM_FOLDS,
    createRandom(seed),
  );
  for (const share of SHARES) {
    const own = texts.filter((_, i) => folds[i]! < share * NUM_FOLDS);
    const { reports } = await train(`${share * 100} % of the sentences`, {}, own);
    ablation.sizes.push({ share, texts: own.length, ...bestOf(reports) });
  }
  ablation.sizes.push({ share: 1, texts: texts.length, ...bestOf(full.reports) });
  await writeWhole(out, new TextEncoder().encode(`${JSON.stringify(ablation, null, 2)}\n`));
  console.log(`ablation of ${ablation.parts.length} variants written to ${out}`);
});
