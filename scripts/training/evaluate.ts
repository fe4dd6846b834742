import {
  type Classification,
  type Classifier,
  labelsOf,
  loadClassifier,
} from '../../classifier/src/index.ts';
import {
  computeMetrics,
  type LabelledText,
  type Merging,
  mergeOutcome,
  type Outcome,
} from '../../classifier/training/index.ts';
import { classifyTexts } from '../program/classify-texts.ts';
import type { Dataset } from '../program/data-option.ts';
import { UsageError } from '../program/run-program.ts';
import type { EvaluationReport } from './describe-metrics.ts';
import { haveSides, measureSides } from './measure-sides.ts';

/**
 * Measures a model on labelled texts, and how fast it reads them; by sides too, where stars or sides are known.
 * @throws UsageError where `merging` names no class that a text has
 */
export function evaluate(
  bytes: Uint8Array,
  { name, texts, sided }: Pick<Dataset, 'name' | 'texts' | 'sided'>,
  protocol: Pick<EvaluationReport, 'protocol' | 'warning'>,
  merging?: Merging,
): EvaluationReport {
  const classifier = loadClassifier(bytes);
  const labels = labelsOf(classifier.header);
  const start = performance.now();
  const results = classifyTexts(classifier, [...texts, ...sided]);
  const textsPerSecond = results.length / ((performance.now() - start) / 1000);
  const outcomes = toOutcomes(classifier, texts, results, merging);
  const valences = results.map(({ valence }) => valence!);
  return {
    model: classifier.name,
    data: name,
    ...protocol,
    ...(outcomes.length > 0 && computeMetrics(outcomes, merging?.labels ?? labels)),
    ...(labels.isScale &&
      haveSides(texts, sided) && { sides: measureSides(classifier, texts, sided, valences) }),
    textsPerSecond: Math.round(textsPerSecond),
  };
}

/** What a model said of labelled texts; by merged classes without those that are left out, which is told. */
function toOutcomes(
  { header }: Classifier,
  texts: readonly LabelledText[],
  results: readonly Classification[],
  merging: Merging | undefined,
): Outcome[] {
  const outcomes = texts.flatMap(({ label }, i) => {
    const { label: predicted, confidence, probabilities } = results[i]!;
    if (merging === undefined) return { label, predicted, confidence };
    const ordered = labelsOf(header).names.map((name) => probabilities[name]!);
    return mergeOutcome(merging, label, ordered) ?? [];
  });
  if (outcomes.length < texts.length) {
    console.error(`left out ${texts.length - outcomes.length} texts of classes that --merge does not name`);
    if (outcomes.length === 0) throw new UsageError('--merge names no class that a text has');
  }
  return outcomes;
}
