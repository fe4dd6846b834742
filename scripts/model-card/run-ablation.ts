import { availableParallelism } from 'node:os';
import {
  assignFolds,
  createRandom,
  type EpochReport,
  type LabelledText,
  measureNetwork,
  type NetworkSettings,
  quantizeNetwork,
  RECURRENT_DEFAULTS,
  type SoftTraining,
  type TrainingText,
  trainBestNetwork,
} from '../../classifier/training/index.ts';
import { withStages } from '../program/progress.ts';
import { readWinkVectors, type SoftData, tokenizeAll, tokenizeData } from '../training/index.ts';
import type { Ablation, Measured } from './ablation.ts';

const NUM_FOLDS = 20;
/** The shares of the sentences, and of the soft texts, to train on. */
const SHARES = [0.05, 0.1, 0.25, 0.5];
const SOFT_SHARES = [0.25, 0.5, 1];
const VARIANTS: { part: string; change: Partial<NetworkSettings> }[] = [
  { part: 'unknown words never met in training (word dropout 0)', change: { wordDropout: 0 } },
  { part: 'no dropout on vectors and pooled states', change: { inputDropout: 0, pooledDropout: 0 } },
  { part: 'half the hidden numbers', change: { numHidden: 32 } },
];

/** A variant of the network. */
interface Variant {
  change?: Partial<NetworkSettings>;
  /** The labelled texts, if they are not all. */
  own?: readonly TrainingText[];
  /** The soft texts; none by default. */
  soft?: SoftTraining;
  /** Whether training starts from wink's vectors. */
  isPretrained?: boolean;
}

/**
 * Trains the full network, variants with one part changed, networks on a share of the sentences, and networks on a share
 * of the soft texts beside all sentences. Shows progress on standard error.
 * @param labelled groups of texts; near-duplicates share one
 * @param validationTexts texts of other sentences, on which each network is measured
 */
export async function runAblation(
  labelled: readonly LabelledText[],
  validationTexts: readonly LabelledText[],
  numClasses: number,
  seed: number,
  softData?: SoftData,
): Promise<Ablation> {
  const defaults = { ...RECURRENT_DEFAULTS, numClasses };
  const validation = tokenizeAll(validationTexts);
  const { texts, soft } = tokenizeData({ texts: [...labelled], soft: softData }, seed);
  const pretrained = await readWinkVectors();
  const train = (name: string, { change = {}, own = texts, soft, isPretrained = true }: Variant = {}) => {
    const training = {
      texts: own,
      soft,
      validation,
      pretrained: isPretrained ? pretrained : undefined,
      settings: { ...defaults, ...change },
      seed,
      numThreads: availableParallelism(),
    };
    return withStages((tell) =>
      trainBestNetwork(training, {
        onStep: ({ step, numSteps }) => tell({ label: name, total: numSteps, unit: 'steps' }, step),
      }),
    );
  };

  const full = await train('the full network');
  const exact = quantizeNetwork(full.best, full.vocabulary, defaults, 32);
  const ablation: Ablation = { seed, epochs: full.reports, sizes: [], parts: [] };
  ablation.parts.push({ part: 'the full network', ...bestOf(full.reports) });
  ablation.parts.push({
    part: 'vectors in 32 bits, not in 8',
    ...measureNetwork(exact, defaults, validation),
  });
  const withoutVectors = await train('random vectors', { isPretrained: false });
  ablation.parts.push({ part: 'random vectors to start from', ...bestOf(withoutVectors.reports) });
  for (const { part, change } of VARIANTS) {
    ablation.parts.push({ part, ...bestOf((await train(part, { change })).reports) });
  }
  const folds = assignFolds(
    texts.map((text) => text.group),
    NUM_FOLDS,
    createRandom(seed),
  );
  for (const share of SHARES) {
    const own = texts.filter((_, i) => folds[i]! < share * NUM_FOLDS);
    const { reports } = await train(`${share * 100} % of the sentences`, { own });
    ablation.sizes.push({ texts: own.length, ...bestOf(reports) });
  }
  ablation.sizes.push({ texts: texts.length, ...bestOf(full.reports) });
  if (soft === undefined) return ablation;
  for (const share of SOFT_SHARES) {
    const some = soft.texts.slice(0, Math.round(share * soft.texts.length));
    const { reports } = await train(`${share * 100} % of the soft texts`, { soft: { ...soft, texts: some } });
    const softTexts = Math.round(share * softData!.texts.length); // some may be without a token
    ablation.sizes.push({ texts: texts.length, softTexts, ...bestOf(reports) });
  }
  return ablation;
}

function bestOf(reports: readonly EpochReport[]): Measured {
  const { accuracy, sentenceAccuracy } = reports.reduce((a, b) =>
    b.sentenceAccuracy > a.sentenceAccuracy ? b : a,
  );
  return { accuracy, sentenceAccuracy };
}
