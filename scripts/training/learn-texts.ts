import type { Classifier, TextSettings } from '../../classifier/src/index.ts';
import { fitTexts, type LabelledText, type ReadText } from '../../classifier/training/index.ts';
import { withProgress } from '../program/progress.ts';
import { UsageError } from '../program/run-program.ts';

/**
 * Learns how sentences make up a text, from what a model says of the sentences of whole texts; tells progress on standard
 * error.
 * @throws UsageError where no text has several sentences
 */
export function learnTexts(
  classifier: Classifier,
  texts: readonly LabelledText[],
  seed: number,
): TextSettings {
  const bar = { label: 'read sentences', total: texts.length, unit: 'texts' };
  const read = withProgress(bar, (update) =>
    texts.map((text, i) => {
      update(i + 1);
      return readSentences(classifier, text);
    }),
  );
  if (!read.some(({ sentences }) => sentences.length > 1)) {
    throw new UsageError(
      'the texts of --texts have one sentence each; expected whole texts, such as reviews',
    );
  }
  return fitTexts(read, classifier.header.labels.length, seed);
}

/** What a model says of each sentence of a text; of those that stand in it twice, once. */
function readSentences(classifier: Classifier, { text, label }: LabelledText): ReadText {
  const bySpelling = new Map<string, Float64Array>();
  for (const { start, end, probabilities } of classifier.classifySentences(text)) {
    const spelling = text.slice(start, end).toLowerCase();
    if (!bySpelling.has(spelling)) bySpelling.set(spelling, Float64Array.from(Object.values(probabilities)));
  }
  return { sentences: [...bySpelling.values()], label };
}
