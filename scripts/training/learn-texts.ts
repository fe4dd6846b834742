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

/**
 * Learns how sentences make up a text, from what a model says of the sentences of whole texts; tells progress on standard
 * error.
 * @param bytes of a model of classes in an order
 * @param sided texts of which the half of the scale alone is known
 * @throws UsageError where no text has several sentences
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

function labelsOfSide(side: SidedText['side'], numClasses: number): number[] {
  const middle = (numClasses - 1) / 2;
  return Array.from({ length: numClasses }, (_, k) => k).filter((k) =>
    side === 'negative' ? k < middle : k > middle,
  );
}
