import type { Classification, StepwiseClassifier } from '../../classifier/src/index.ts';
import { withProgress } from './progress.ts';

/** A classifier of any kind, loaded or opened. */
export interface AnyClassifier extends Pick<StepwiseClassifier, 'name' | 'header'> {
  classify(text: string): Classification | Promise<Classification>;
}

/** The number of texts that are classified at once, which keeps all threads of a transformer at work. */
const NUM_AT_ONCE = 64;

/** Classifies each text and shows progress on standard error. */
export async function classifyTexts(
  classifier: AnyClassifier,
  texts: readonly { text: string }[],
): Promise<Classification[]> {
  return withProgress({ label: 'classify', total: texts.length, unit: 'texts' }, async (update) => {
    const results: Classification[] = [];
    while (results.length < texts.length) {
      const next = texts.slice(results.length, results.length + NUM_AT_ONCE);
      results.push(...(await Promise.all(next.map(({ text }) => classifier.classify(text)))));
      update(results.length);
    }
    return results;
  });
}
