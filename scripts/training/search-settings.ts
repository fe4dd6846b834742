import { assignFolds, createRandom, type LabelledText, partition } from '../../classifier/training/index.ts';
import { markdownTable } from '../program/markdown-table.ts';
import { count, fixed } from '../program/numbers.ts';
import { type ChosenSettings, resolveSettings } from './hyper-parameters.ts';
import { type MeasuredTraining, measureTraining } from './measure-training.ts';
import { drawSettings } from './search-space.ts';
import { takeShares } from './take-share.ts';
import { countTexts, type TrainingData } from './train-model.ts';

/** Each round keeps one of this many settings, and multiplies the budget by this factor. */
const HALVING = 3;
/** The maximum number of rounds before the one with the full budget. */
const MAX_EARLY_ROUNDS = 2;
/** Without validation texts, one of this many parts of the groups is held out. */
const NUM_PARTS = 5;

/** The extent of a search. */
export interface SearchOptions {
  /** The number of settings to try; the first are the defaults. */
  numTrials: number;
  /** The time after which no new trial starts, in minutes. */
  minutes: number | undefined;
  chosen: ChosenSettings;
  /** Texts of other groups to measure on; without them some of the data set are held out. */
  validation: readonly LabelledText[] | undefined;
}

/** One trial: the settings, and the result on the largest budget they were given. */
export interface Trial {
  /** The number of the trial, from 1; the first has the default settings. */
  number: number;
  drawn: ChosenSettings;
  /** The number of epochs of the network, or of texts for n-grams. */
  budget: number;
  accuracy: number;
  macroF1: number;
}

/** The result of a search: every trial, the best first. */
export interface SearchResult {
  best: ChosenSettings;
  trials: Trial[];
}

/**
 * Random search with successive halving (Jamieson and Talwalkar 2016): all settings are trained on a small budget, the
 * best third on three times as much, and so on, until few are trained on the full budget. The budget is the number of
 * epochs for a network and the number of texts for n-grams. The same data, seed and number of trials give the same
 * result, unless time runs out. Soft texts are trained on in every trial.
 */
export async function searchSettings(
  data: TrainingData,
  training: Omit<MeasuredTraining, 'settings'>,
  { numTrials, minutes = Number.POSITIVE_INFINITY, chosen, validation }: SearchOptions,
): Promise<SearchResult> {
  const { kind, unit = 'sentence', seed } = training;
  const start = performance.now();
  const isTimeUp = (): boolean => (performance.now() - start) / 60_000 >= minutes;
  const random = createRandom(seed);
  const parts = assignFolds(
    data.texts.map(({ group }) => group),
    NUM_PARTS,
    random,
  );
  const [heldOut, texts] = validation
    ? [validation, data.texts]
    : partition(data.texts, (_, i) => parts[i] === 0);
  const settingsOf = (drawn: ChosenSettings) => resolveSettings(unit, countTexts({ ...data, texts }), drawn);
  const takeShare = takeShares(texts, seed);

  async function measure(number: number, drawn: ChosenSettings, share: number): Promise<Trial> {
    const settings = settingsOf(drawn);
    // Two folds are enough for calibration, as the models are only ranked.
    const limited = { ...settings, ngrams: { ...settings.ngrams, numFolds: 2 } };
    let [some, budget] = [texts, 0];
    if (kind === 'linear') {
      some = takeShare(share);
      budget = some.length;
    } else {
      budget = Math.max(1, Math.round(settings.network.epochs * share));
      limited.network = { ...settings.network, epochs: budget };
    }
    const options = { ...training, settings: limited };
    const { accuracy, macroF1 } = await measureTraining({ ...data, texts: some }, heldOut, options);
    return { number, drawn, budget, accuracy, macroF1 };
  }

  const first = settingsOf(chosen);
  let candidates = Array.from({ length: numTrials }, (_, i) => ({
    number: i + 1,
    drawn: i === 0 ? chosen : drawSettings(kind, first, chosen, random),
  }));
  const numEarly = Math.min(MAX_EARLY_ROUNDS, Math.floor(Math.log(numTrials) / Math.log(HALVING)));
  let ranked: Trial[] = [];
  for (let round = 0; round <= numEarly; round++) {
    const share = HALVING ** (round - numEarly);
    const measured: Trial[] = [];
    for (const { number, drawn } of candidates) {
      if (isTimeUp() && ranked.length + measured.length > 0) break;
      measured.push(await measure(number, drawn, share));
      console.error(`trial ${number} of ${numTrials}: ${describeTrial(kind, measured.at(-1)!)}`);
    }
    if (isTimeUp() && measured.length < candidates.length) {
      console.error(
        `the ${minutes} minutes are over: ${measured.length} of ${candidates.length} settings of this round were tried`,
      );
    }
    measured.sort((a, b) => b.accuracy - a.accuracy || a.number - b.number);
    // Trials on a larger budget come first.
    const isLater = new Set(measured.map(({ number }) => number));
    ranked = [...measured, ...ranked.filter(({ number }) => !isLater.has(number))];
    if (isTimeUp()) break;
    candidates = measured.slice(0, Math.ceil(measured.length / HALVING));
  }
  return { best: ranked[0]!.drawn, trials: ranked };
}

const describeTrial = (kind: MeasuredTraining['kind'], { budget, accuracy }: Trial): string =>
  `accuracy ${fixed(accuracy)} after ${count(budget)} ${budgetOf(kind)}`;

const budgetOf = (kind: MeasuredTraining['kind']): string => (kind === 'linear' ? 'texts' : 'epochs');

/** Formats a search: a row for each trial, the best first. */
export function describeSearch(kind: MeasuredTraining['kind'], { trials }: SearchResult): string {
  const all = new Set(trials.flatMap(({ drawn }) => Object.keys(drawn) as (keyof ChosenSettings)[]));
  const names = [...all].filter((name) => new Set(trials.map(({ drawn }) => drawn[name])).size > 1);
  const rows = trials.map(({ number, drawn, budget, accuracy, macroF1 }) => [
    number === 1 ? '1 (defaults)' : String(number),
    count(budget),
    fixed(accuracy),
    fixed(macroF1),
    ...names.map((name) => String(drawn[name] ?? '')),
  ]);
  const table = markdownTable(['trial', budgetOf(kind), 'accuracy', 'macro-F1', ...names], rows);
  const best = trials[0]!.number;
  const verdict =
    best === 1
      ? 'No trial was better than the defaults; the model is trained with them.'
      : `Trial ${best} was the best; the model is trained with its settings.`;
  return `${table}\n\n${verdict}`;
}
