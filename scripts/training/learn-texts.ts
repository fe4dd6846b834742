import { loadSentenceReader } from '../../classifier/internals/index.ts';
import {
  type FittedTexts,
  fitTexts,
  type LabelledText,
  type ReadText,
  type SidedText,
} from '../../classifier/training/index.ts';
import { withProgress, withStages } from '../program/progress.ts';
import { UsageError } from '../program/run-program.ts';
import { labelsOfSide } from './labels-of-side.ts';

/**
 * Learns how to combine the sentences of a text, from a model's results for the sentences of whole texts. Shows
 * progress on standard error.
 * @param bytes the model file, whose classes must be ordered
 * @param sided texts of which only the side of the scale is known
 * @throws UsageError if no text has several sentences
 */
export function learnTexts(
  bytes: Uint8Array,
  numClasses: number,
  texts: readonly LabelledText[],
  sided: readonly SidedText[],
  seed: number,
): FittedTexts {
  const readSentences = loadSentenceReader(bytes);
  const known = [
    ...texts.map(({ text, label }) => ({ text, labels: [label] })),
    ...sided.map(({ text, side }) => ({ text, labels: labelsOfSide(side, numClasses) })),
  ];
  const bar = { label: 'read sentences', total: known.length, unit: 'texts' };
  const read = withProgress(bar, (update) =>
    known.map(({ text, labels }, i): ReadText => {
      update(i + 1);
      return { sentences: readSentences(text), labels };
    }),
  );
  if (!read.some(({ sentences }) => sentences.length > 1)) {
    throw new UsageError(
      'the texts of --texts have one sentence each; expected whole texts, such as reviews',
    );
  }
  return withStages((tell) =>
    fitTexts(read, numClasses, seed, (step, total) =>
      tell({ label: 'learn from texts', total, unit: 'steps' }, step),
    ),
  );
}
