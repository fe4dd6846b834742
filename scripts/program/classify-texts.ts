import type { Classification, Classifier } from '../../classifier/src/index.ts';
import { withProgress } from './progress.ts';

/** Classifies each text and shows progress on standard error. */
export function classifyTexts(classifier: Classifier, texts: readonly { text: string }[]): Classification[] {
  return withProgress({ label: 'classify', total: texts.length, unit: 'texts' }, (update) =>
    texts.map(({ text }, i) => {
      const result = classifier.classify(text);
      update(i + 1);
      return result;
    }),
  );
}
