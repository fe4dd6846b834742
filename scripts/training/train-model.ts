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
  type Random,
  type RecurrentCheckpoint,
  type RecurrentHooks,
  type SoftTraining,
  type TrainingText,
  trainLinear,
  trainRecurrent,
} from '../../classifier/training/index.ts';
import { countProcessors } from '../../functions/process/processors.ts';
import type { Dataset } from '../program/data-option.ts';
import { type TellStage, withProgress, withStages } from '../program/progress.ts';
import type { Unit } from './choose-unit.ts';
import { resolveSettings, type TrainingSettings } from './hyper-parameters.ts';
import type { SoftData } from './read-soft.ts';

/** A trained model, ready to be written once its accuracy is known. */
export interface TrainedModel {
  /** The accuracy on texts held out of the training itself. */
  heldOut: MeasuredAccuracy[];
  /** Encodes the model file, with these measurements and this way of combining the sentences of a text. */
  encode(measured: MeasuredAccuracy[], texts?: FittedTexts): Uint8Array;
}

/** The options common to both kinds of model. */
export interface ModelOptions {
  /** The unit that the finished model reads; training texts are always read whole. */
  unit?: Unit;
  /** Whether all classes have the same total weight. */
  isBalanced?: boolean;
  /** The settings; by default those for the unit and the number of texts. */
  settings?: TrainingSettings;
}

/** A data set to train on, and its other sources. */
export interface TrainingData extends Dataset {
  /** The sources named in the model file beside the data set itself. */
  sources?: Pick<Provenance, 'textData' | 'softData' | 'vectors' | 'citations'>;
  /** The soft texts, none of which equals a labelled one. */
  soft?: SoftData | undefined;
}

/** The number of texts of a data set, soft ones included. */
export const countTexts = ({ texts, soft }: TrainingData): number => texts.length + (soft?.texts.length ?? 0);

/** The options of a linear model. */
export interface LinearOptions extends ModelOptions {
  /** The trained machines to resume from, and the function that saves each new one. */
  machines?: KeptMachines;
}

/** The options of a recurrent model. */
export interface RecurrentOptions extends ModelOptions {
  /** The initial word vectors; random if `undefined`. */
  pretrained: PretrainedVectors | undefined;
  /** Texts of other sentences, by which the best epoch is chosen; without them some of the data set are held out. */
  validation?: readonly LabelledText[] | undefined;
  checkpoint?: RecurrentCheckpoint | undefined;
  onEpoch?: RecurrentHooks['onEpoch'];
}

/** The number of texts held out without validation texts, but at most a fifth and at least a twentieth of all. */
const HELD_OUT_TEXTS = 200;

/** Of fewer texts a linear model is trained sooner than threads are started. */
const FEW_TEXTS = 5000;

/** Trains a linear model on a data set and shows progress on standard error. */
export async function trainLinearModel(
  dataset: TrainingData,
  seed: number,
  {
    unit = 'sentence',
    isBalanced = false,
    settings = resolveSettings(unit, countTexts(dataset), {}),
    machines,
  }: LinearOptions = {},
): Promise<TrainedModel> {
  const { texts, soft } = tokenizeData(dataset, seed, settings.misspelledShare);
  const { arrays, heldOut } = await withStages((tell) =>
    trainLinear(texts, dataset.labels.names.length, seed, {
      settings: settings.ngrams,
      classWeights: weighClasses(dataset, isBalanced),
      soft,
      machines,
      numThreads: countTexts(dataset) < FEW_TEXTS ? 1 : countProcessors(),
      onProgress: tellNgrams(tell),
    }),
  );
  const vocabulary = { numFeatures: arrays.hashes.length };
  const all = describeSettings(settings.ngrams, settings, isBalanced, soft);
  return finish('linear', all, vocabulary, dataset, seed, unit, { ...arrays }, [
    summarize('cross-validation', computeMetrics(heldOut, dataset.labels)),
  ]);
}

/** Makes the progress callback of the training on n-grams. */
const tellNgrams = (tell: TellStage) => (done: number, total: number) =>
  tell({ label: 'train on n-grams', total, unit: 'support vector machines' }, done);

/** Trains a recurrent model on a data set and shows progress on standard error. */
export async function trainRecurrentModel(
  dataset: TrainingData,
  seed: number,
  {
    pretrained,
    validation,
    unit = 'sentence',
    isBalanced = false,
    settings = resolveSettings(unit, countTexts(dataset), {}),
    checkpoint,
    onEpoch,
  }: RecurrentOptions,
): Promise<TrainedModel> {
  const { ngrams, network, misspelledShare } = settings;
  const { texts: tokenized, soft } = tokenizeData(dataset, seed, misspelledShare);
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
        soft,
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
  const all = describeSettings({ ...ngrams, ...network }, settings, isBalanced, soft);
  return finish('recurrent', all, vocabulary, dataset, seed, unit, arrays, []);
}

function weighClasses({ texts, labels }: Dataset, isBalanced: boolean): readonly number[] | undefined {
  const given = texts.map(({ label }) => label);
  return isBalanced ? balanceClasses(given, labels.names.length) : undefined;
}

/** The settings as the model file records them. */
function describeSettings(
  numbers: LinearSettings,
  { misspelledShare }: TrainingSettings,
  isBalanced: boolean,
  soft: SoftTraining | undefined,
): ModelHeader['settings'] {
  const ofSoft = soft && { softWeight: soft.weight, softMinTexts: soft.minTexts };
  return { ...numbers, ...(isBalanced && { balancedClasses: 1 }), misspelledShare, ...ofSoft };
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

/** The measurement as the model file records it. */
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

/** Tokenizes labelled texts, leaves out those without tokens, and shows progress on standard error. */
export const tokenizeAll = (texts: readonly LabelledText[]): TrainingText[] =>
  tokenizeEach('tokenize', texts, pickLabel);

/**
 * Does the same with the texts of a data set, then with its soft texts and the random numbers that follow. Some texts get
 * simulated misspellings, so that the model learns to read them.
 */
export function tokenizeData(
  { texts, soft }: Pick<TrainingData, 'texts' | 'soft'>,
  seed: number,
  misspelledShare = MISSPELLED_SHARE,
): { texts: TrainingText[]; soft: SoftTraining | undefined } {
  const random = createRandom(seed);
  const labelled = tokenizeEach('tokenize', texts, pickLabel, random, misspelledShare);
  if (soft === undefined) return { texts: labelled, soft };
  const pick = ({ probabilities }: SoftData['texts'][number]) => ({ probabilities });
  const softTexts = tokenizeEach('tokenize soft texts', soft.texts, pick, random, misspelledShare);
  return { texts: labelled, soft: { texts: softTexts, weight: soft.weight, minTexts: soft.minTexts } };
}

const pickLabel = ({ label, group }: LabelledText) => ({ label, group });

/** Tokenizes texts and keeps the fields that `pick` picks. */
function tokenizeEach<Text extends { text: string }, Fields extends object>(
  label: string,
  texts: readonly Text[],
  pick: (text: Text) => Fields,
  random?: Random,
  misspelledShare = 0,
): (Fields & Pick<TrainingText, 'words' | 'original'>)[] {
  const tokenized = withProgress({ label, total: texts.length, unit: 'texts' }, (update) =>
    texts.map((each, i) => {
      update(i + 1);
      const words = toWords(each.text);
      const isMisspelled = random !== undefined && random() < misspelledShare;
      const misspelled = isMisspelled ? toWords(misspell(each.text, random)) : [];
      if (misspelled.length === 0) return { words, ...pick(each) };
      return { words: misspelled, original: words, ...pick(each) };
    }),
  );
  return tokenized.filter(({ words }) => words.length > 0);
}

const toWords = (text: string): string[] => tokenize(text).map((token) => token.normal);
