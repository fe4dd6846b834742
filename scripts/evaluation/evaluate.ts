import {
  type Classification,
  type Classifier,
  type LabelSet,
  labelsOf,
  loadClassifier,
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
  /** Why the figures must not be taken at their word. */
  warning?: string;
  textsPerSecond: number;
  /** Of a scale, where stars or sides are known. */
  sides?: SideMeasures;
}

/** Where and how a model goes wrong. */
interface Details {
  /** Between what accuracy and macro-F1 lie with 95 %, by so many resamples of the groups. */
  intervals: { accuracy: Interval; macroF1: Interval; resamples: number };
  byLength: LengthShare[];
  byConfidence: ConfidenceBin[];
  thresholds: Threshold[];
  /** Those that the model was surest of. */
  mistakes: Mistake[];
}

/** What `evaluate` reports; all but the head where texts have labels. */
export type EvaluationReport = ReportHead & Partial<Metrics & Details>;

/** How a model did on labelled texts. */
export interface Evaluation {
  report: EvaluationReport;
  /** Without those that merging leaves out. */
  texts: EvaluatedText[];
  /** Of a scale alone. */
  sided: EvaluatedSide[];
  /** The classes by which they are measured. */
  labels: LabelSet;
}

/** What is asked for beside the measures. */
interface EvaluateSettings {
  merging: Merging | undefined;
  /** How many mistakes are shown at most. */
  numMistakes: number;
  /** Start of the random numbers. */
  seed: number;
}

/**
 * Measures a model on labelled texts, and how fast it reads them; by sides too, where stars or sides are known.
 * @throws UsageError where `merging` names no class that a text has
 */
export function evaluate(
  bytes: Uint8Array,
  { name, texts, sided }: Pick<Dataset, 'name' | 'texts' | 'sided'>,
  protocol: Pick<EvaluationReport, 'protocol' | 'warning'>,
  { merging, numMistakes, seed }: EvaluateSettings,
): Evaluation {
  const classifier = loadClassifier(bytes);
  const own = labelsOf(classifier.header);
  const labels = merging?.labels ?? own;
  const start = performance.now();
  const results = classifyTexts(classifier, [...texts, ...sided]);
  const textsPerSecond = results.length / ((performance.now() - start) / 1000);
  const evaluated = toOutcomes(classifier, texts, results, merging);
  const valences = results.map(({ valence }) => valence!);
  const report = {
    model: classifier.name,
    data: name,
    ...protocol,
    ...(evaluated.length > 0 && measure(classifier, evaluated, labels, numMistakes, seed)),
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

function measure(
  classifier: Classifier,
  evaluated: readonly EvaluatedText[],
  labels: LabelSet,
  numMistakes: number,
  seed: number,
): Metrics & Details {
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
    mistakes: findMistakes(classifier, evaluated, labels, numMistakes),
  };
}

/** What a model said of labelled texts; by merged classes without those that are left out, whose number is printed. */
function toOutcomes(
  { header }: Classifier,
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
