import { spell } from '../../classifier/internals/index.ts';
import type { LabelledText, SidedText } from '../../classifier/training/index.ts';
import { labelsOfSide } from '../training/index.ts';

/** What the encoder learns from: a text as it reads it, and its right classes. */
export interface Example {
  text: string;
  /** The right classes, from 0: one, or all those of a side. */
  labels: number[];
}

/**
 * Brings a text to what the encoder reads, in training as in serving: the spelling normalized (entities of HTML, emoji,
 * the treebank's brackets), the case kept, white space collapsed.
 */
function toEncoderText(text: string): string {
  return spell(text).text.trim().replace(/\s+/g, ' ');
}

/**
 * Makes an example of a text with a label, or of one of which only the side is known.
 * @param numClasses number of classes; ordered, from negative to positive, for a text with a side
 */
export function toExample(
  text: Pick<LabelledText, 'text' | 'label'> | Pick<SidedText, 'text' | 'side'>,
  numClasses: number,
): Example {
  const labels = 'side' in text ? labelsOfSide(text.side, numClasses) : [text.label];
  return { text: toEncoderText(text.text), labels };
}
