import {
  addPrefix,
  encodeModel,
  type ModelArrays,
  POLARITY_PREFIX,
} from '../../classifier/internals/index.ts';
import {
  type MeasuredAccuracy,
  type ModelHeader,
  type Provenance,
  tokenize,
} from '../../classifier/src/index.ts';
import {
  assignFolds,
  balanceClasses,
  computeMetrics,
  createRandom,
  type FittedTexts,
  type KeptMachines,
  type LabelledText,
  type LinearSettings,
  type Metrics,
  MISSPELLED_SHARE,
  misspell,
  type PretrainedVectors,
  partition,
  type RecurrentCheckpoint,
  type RecurrentHooks,
  type TrainingText,
  trainLinear,
  trainRecurrent,
} from '../../classifier/training/index.ts';
import { countProcessors } from '../../functions/process/processors.ts';
import type { Dataset } from '../program/data-option.ts';
import { type TellStage, withProgress, withStages } from '../program/progress.ts';
import type { Unit } from './choose-unit.ts';
import { resolveSettings, type TrainingSettings } from './hyper-parameters.ts';

/** A trained model, ready to be written once its accuracy is known. */
export interface TrainedModel {
  /** What was measured on texts held out of the training itself. */
  heldOut: MeasuredAccuracy[];
  /** The bytes of the model file that says it was measured so, and combines the sentences of texts so. */
  encode(measured: MeasuredAccuracy[], texts?: FittedTexts): Uint8Array;
}

/** How a model of either kind is trained. */
export interface ModelOptions {
  /** What the model is to read at a time; its training texts are read whole. */
  unit?: Unit;
  /** Whether all classes count alike, however many texts they have. */
  isBalanced?: boolean;
  /** The defaults for its unit and its number of texts where they are left out. */
  settings?: TrainingSettings;
}

/** A data set to train on, and what else the model is from. */
export interface TrainingData extends Dataset {
  /** What the model file tells of it, beside the data set itself. */
  sources?: Pick<Provenance, 'textData' | 'citations'>;
}

/** How a linear model is trained. */
export interface LinearOptions extends ModelOptions {
  /** What an interrupted training resumes from, and what keeps it. */
  machines?: KeptMachines;
}

/** How a recurrent model is trained. */
export interface RecurrentOptions extends ModelOptions {
  /** The word vectors that training starts from; random ones without them. */
  pretrained: PretrainedVectors | undefined;
  /** Texts of other sentences, which tell when to stop; without them some of the data set's are held out. */
  validation?: readonly LabelledText[] | undefined;
  checkpoint?: RecurrentCheckpoint | undefined;
  onEpoch?: RecurrentHooks['onEpoch'];
}

/** So many texts are held out where no validation texts are given, but a fifth of all at most and a twentieth at least. */
const HELD_OUT_TEXTS = 200;

/** Trains a linear model on a data set, telling progress on standard error. */
export function trainLinearModel(
  dataset: TrainingData,
  seed: number,
  {
    unit = 'sentence',
    isBalanced = false,
    settings = resolveSettings(unit, dataset.texts.length, {}),
    machines,
  }: LinearOptions = {},
): TrainedModel {
  const texts = tokenizeAll(dataset.texts, seed, settings.misspelledShare);
  const { arrays, heldOut } = withStages((tell) =>
    trainLinear(
      texts,
      dataset.labels.names.length,
      seed,
      tellNgrams(tell),
      weighClasses(dataset, isBalanced),
      settings.ngrams,
      machines,
    ),
  );
  const vocabulary = { numFeatures: arrays.hashes.length };
  const all = describeSettings(settings.ngrams, settings, isBalanced);
  return finish('linear', all, vocabulary, dataset, seed, unit, { ...arrays }, [
    summarize('cross-validation', computeMetrics(heldOut, dataset.labels)),
  ]);
}

/** Tells how far the training on n-grams is. */
const tellNgrams = (tell: TellStage) => (done: number, total: number) =>
  tell({ label: 'train on n-grams', total, unit: 'support vector machines' }, done);

/** Trains a recurrent model on a data set, telling progress on standard error. */
export async function trainRecurrentModel(
  dataset: TrainingData,
  seed: number,
  {
    pretrained,
    validation,
    unit = 'sentence',
    isBalanced = false,
    settings = resolveSettings(unit, dataset.texts.length, {}),
    checkpoint,
    onEpoch,
  }: RecurrentOptions,
): Promise<TrainedModel> {
  const { ngrams, network, misspelledShare } = settings;
  const tokenized = tokenizeAll(dataset.texts, seed, misspelledShare);
  const [texts, heldOut] =
    validation === undefined ? holdOut(tokenized, seed) : [tokenized, tokenizeAll(validation)];
  const arrays = await withStages((tell) =>
    trainRecurrent(
      {
        texts,
        validation: heldOut,
        pretrained,
        linearSettings: ngrams,
        settings: { ...network, numClasses: dataset.labels.names.length },
        classWeights: weighClasses(dataset, isBalanced),
        seed,
        numThreads: countProcessors(),
        checkpoint,
      },
      {
        onStep: ({ step, numSteps, epoch, loss, accuracy }) =>
          tell(
            { label: 'train', total: numSteps, unit: 'steps' },
            step,
            `epoch ${epoch + 1}, loss ${loss.toFixed(4)}, accuracy ${accuracy.toFixed(4)}`,
          ),
        onEpoch: async (report, reached) => {
          console.error(
            `epoch ${report.epoch}: accuracy ${report.accuracy.toFixed(4)} on validation texts, ${report.sentenceAccuracy.toFixed(4)} on sentences`,
          );
          await onEpoch?.(report, reached);
        },
        onLinearProgress: tellNgrams(tell),
      },
    ),
  );
  const vocabulary = { numWords: arrays.hashes!.length, numFeatures: arrays['ngrams.hashes']!.length };
  const all = describeSettings({ ...ngrams, ...network }, settings, isBalanced);
  return finish('recurrent', all, vocabulary, dataset, seed, unit, arrays, []);
}

function weighClasses({ texts, labels }: Dataset, isBalanced: boolean): readonly number[] | undefined {
  const given = texts.map(({ label }) => label);
  return isBalanced ? balanceClasses(given, labels.names.length) : undefined;
}

/** What a model file says of its settings. */
function describeSettings(
  numbers: LinearSettings,
  { misspelledShare }: TrainingSettings,
  isBalanced: boolean,
): ModelHeader['settings'] {
  return { ...numbers, ...(isBalanced && { balancedClasses: 1 }), misspelledShare };
}

function finish(
  kind: ModelHeader['kind'],
  settings: ModelHeader['settings'],
  vocabulary: ModelHeader['vocabulary'],
  { name, sha256, texts, labels, sources }: TrainingData,
  seed: number,
  unit: Unit,
  arrays: ModelArrays,
  heldOut: MeasuredAccuracy[],
): TrainedModel {
  const provenance = { data: name, sha256, rows: texts.length, seed, ...sources };
  const { names, isScale, mapping } = labels;
  const header = {
    kind,
    labels: names,
    ...(!isScale && { isScale }),
    ...(mapping && { labelMapping: mapping }),
    settings,
    ...(unit === 'text' && { unit }),
    vocabulary,
    provenance,
  };
  return {
    heldOut,
    encode: (measured, texts) =>
      encodeModel(
        { ...header, ...(texts && { texts: texts.settings }), measured },
        { ...arrays, ...(texts && addPrefix(POLARITY_PREFIX, { ...texts.polarity })) },
      ),
  };
}

/** What a model file says of a measurement. */
export function summarize(data: string, metrics: Metrics): MeasuredAccuracy {
  const { count, accuracy, macroF1, meanAbsoluteError, expectedCalibrationError } = metrics;
  const onScale = meanAbsoluteError === undefined ? {} : { meanAbsoluteError };
  return { data, count, accuracy, macroF1, ...onScale, expectedCalibrationError };
}

function holdOut(texts: TrainingText[], seed: number): [TrainingText[], TrainingText[]] {
  const numParts = Math.min(20, Math.max(5, Math.floor(texts.length / HELD_OUT_TEXTS)));
  const parts = assignFolds(
    texts.map((text) => text.group),
    numParts,
    createRandom(seed),
  );
  return partition(texts, (_, i) => parts[i] !== 0);
}

/**
 * The tokens of labelled texts, those without any left out, telling progress on standard error.
 * @param seed where it is given, some of the texts come as people misspell them, as a model must see in training
 */
export function tokenizeAll(
  texts: readonly LabelledText[],
  seed?: number,
  misspelledShare = MISSPELLED_SHARE,
): TrainingText[] {
  const random = seed === undefined ? undefined : createRandom(seed);
  const tokenized = withProgress({ label: 'tokenize', total: texts.length, unit: 'texts' }, (update) =>
    texts.map(({ text, label, group }, i) => {
      update(i + 1);
      const words = toWords(text);
      const isMisspelled = random !== undefined && random() < misspelledShare;
      const misspelled = isMisspelled ? toWords(misspell(text, random)) : [];
      if (misspelled.length === 0) return { words, label, group };
      return { words: misspelled, original: words, label, group };
    }),
  );
  return tokenized.filter(({ words }) => words.length > 0);
}

const toWords = (text: string): string[] => tokenize(text).map((token) => token.normal);
