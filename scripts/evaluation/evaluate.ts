import {
  type Classification,
  type LabelSet,
  labelsOf,
  type OpenClassifier,
  type StepwiseClassifier,
} from '../../classifier/src/index.ts';
import {
  computeMetrics,
  type LabelledText,
  type Merging,
  type Metrics,
  mergeOutcome,
} from '../../classifier/training/index.ts';
import { classifyTexts } from '../program/classify-texts.ts';
import type { Dataset } from '../program/data-option.ts';
import { UsageError } from '../program/run-program.ts';
import { groupTexts } from '../training/index.ts';
import { accuracyOf, bootstrap, type Interval, macroF1Of, NUM_RESAMPLES } from './bootstrap.ts';
import { type LengthShare, measureByLength } from './by-length.ts';
import type { EvaluatedSide, EvaluatedText } from './evaluated-text.ts';
import { haveSides, isOnSide, measureSides, type SideMeasures } from './measure-sides.ts';
import { findMistakes, type Mistake } from './mistakes.ts';
import {
  binByConfidence,
  type ConfidenceBin,
  findThresholds,
  type Threshold,
  traceAnswered,
} from './reliability.ts';

interface ReportHead {
  /** The model's name. */
  model: string;
  /** The data set's name. */
  data: string;
  protocol: string;
  /** A warning about the results, such as a leaking protocol. */
  warning?: string;
  textsPerSecond: number;
  /** Only for a scale, on texts with stars or sides. */
  sides?: SideMeasures;
}

/** The details of an evaluation. */
interface Details {
  /** The 95 % intervals, by bootstrap with this number of resamples of the groups. */
  intervals: { accuracy: Interval; macroF1: Interval; resamples: number };
  byLength: LengthShare[];
  byConfidence: ConfidenceBin[];
  thresholds: Threshold[];
  /** The most confident mistakes. */
  mistakes: Mistake[];
}

/** The report of `evaluate`; metrics and details only if texts have labels. */
export type EvaluationReport = ReportHead & Partial<Metrics & Details>;

/** The evaluation of a model. */
export interface Evaluation {
  report: EvaluationReport;
  /** The labelled texts, without those that merging leaves out. */
  texts: EvaluatedText[];
  /** Texts with only a side; empty unless the classes are a scale. */
  sided: EvaluatedSide[];
  /** The classes used for measuring, after merging. */
  labels: LabelSet;
}

/** The settings of the details. */
interface EvaluateSettings {
  merging: Merging | undefined;
  /** The maximum number of mistakes to list. */
  numMistakes: number;
  /** The seed of the random numbers. */
  seed: number;
}

/**
 * Measures the quality and speed of a model on labelled texts, and also the sides if stars or sides are known.
 * @throws UsageError if `merging` names no class that occurs in the texts
 */
export async function evaluate(
  classifier: OpenClassifier,
  { name, texts, sided }: Pick<Dataset, 'name' | 'texts' | 'sided'>,
  protocol: Pick<EvaluationReport, 'protocol' | 'warning'>,
  { merging, numMistakes, seed }: EvaluateSettings,
): Promise<Evaluation> {
  const own = labelsOf(classifier.header);
  const labels = merging?.labels ?? own;
  const start = performance.now();
  const results = await classifyTexts(classifier, [...texts, ...sided]);
  const textsPerSecond = results.length / ((performance.now() - start) / 1000);
  const evaluated = toOutcomes(classifier, texts, results, merging);
  const valences = results.map(({ valence }) => valence!);
  const report = {
    model: classifier.name,
    data: name,
    ...protocol,
    ...(evaluated.length > 0 && (await measure(classifier, evaluated, labels, numMistakes, seed))),
    ...(own.isScale &&
      haveSides(texts, sided) && { sides: measureSides(classifier, texts, sided, valences) }),
    textsPerSecond: Math.round(textsPerSecond),
  };
  const evaluatedSides = sided.map((text, i) => {
    const result = results[texts.length + i]!;
    return { text, result, isRight: isOnSide(classifier, result.valence!, text.side) };
  });
  return { report, texts: evaluated, sided: evaluatedSides, labels };
}

async function measure(
  classifier: OpenClassifier,
  evaluated: readonly EvaluatedText[],
  labels: LabelSet,
  numMistakes: number,
  seed: number,
): Promise<Metrics & Details> {
  const outcomes = evaluated.map(({ outcome }) => outcome);
  const texts = evaluated.map(({ text }) => text);
  const groups = groupTexts(texts, seed).map(({ group }) => group);
  const [accuracy, macroF1] = bootstrap(
    [outcomes],
    groups,
    labels.names.length,
    [([confusion]) => accuracyOf(confusion!), ([confusion]) => macroF1Of(confusion!)],
    seed,
  );
  return {
    ...computeMetrics(outcomes, labels),
    intervals: { accuracy: accuracy!, macroF1: macroF1!, resamples: NUM_RESAMPLES },
    byLength: measureByLength(
      texts.map(({ text }) => text),
      outcomes,
    ),
    byConfidence: binByConfidence(outcomes),
    thresholds: findThresholds(traceAnswered(outcomes)),
    mistakes: await findMistakes(classifier, evaluated, labels, numMistakes),
  };
}

/**
 * Converts results to outcomes by merged classes. Texts that merging leaves out are dropped, and their number is
 * printed.
 */
function toOutcomes(
  { header }: Pick<StepwiseClassifier, 'header'>,
  texts: readonly LabelledText[],
  results: readonly Classification[],
  merging: Merging | undefined,
): EvaluatedText[] {
  const evaluated = texts.flatMap((text, i): EvaluatedText[] => {
    const result = results[i]!;
    const { label: predicted, confidence, probabilities } = result;
    if (merging === undefined)
      return [{ text, result, outcome: { label: text.label, predicted, confidence } }];
    const ordered = labelsOf(header).names.map((name) => probabilities[name]!);
    const outcome = mergeOutcome(merging, text.label, ordered);
    return outcome === undefined ? [] : [{ text, result, outcome }];
  });
  if (evaluated.length < texts.length) {
    console.error(`left out ${texts.length - evaluated.length} texts of classes that --merge does not name`);
    if (evaluated.length === 0) throw new UsageError('--merge names no class that a text has');
  }
  return evaluated;
}
