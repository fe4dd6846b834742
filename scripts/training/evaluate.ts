import { labelsOf, loadClassifier } from '../../classifier/src/index.ts';
import { computeMetrics, type Merging } from '../../classifier/training/index.ts';
import { classifyAll, classifyMerged, type Dataset } from '../program/data-option.ts';
import type { EvaluationReport } from './describe-metrics.ts';

/** Measures a model on labelled texts, and how fast it reads them. */
export function evaluate(
  bytes: Uint8Array,
  { name, texts }: Pick<Dataset, 'name' | 'texts'>,
  protocol: Pick<EvaluationReport, 'protocol' | 'warning'>,
  merging?: Merging,
): EvaluationReport {
  const classifier = loadClassifier(bytes);
  const start = performance.now();
  const labels = labelsOf(classifier.header);
  const outcomes = merging ? classifyMerged(classifier, texts, merging) : classifyAll(classifier, texts);
  const textsPerSecond = outcomes.length / ((performance.now() - start) / 1000);
  return {
    model: classifier.name,
    data: name,
    ...protocol,
    ...computeMetrics(outcomes, merging?.labels ?? labels),
    textsPerSecond: Math.round(textsPerSecond),
  };
}
