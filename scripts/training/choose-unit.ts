import { spell, splitSentences } from '../../classifier/internals/index.ts';
import { finish } from '../../classifier/src/index.ts';
import type { LabelledText } from '../../classifier/training/index.ts';

/** The units of text that a model can read at a time. */
export const UNITS = ['sentence', 'text'] as const;
/** A unit of text that a model reads at a time. */
export type Unit = (typeof UNITS)[number];

/** The number of texts looked at, spread evenly over all. */
const SAMPLE_SIZE = 1000;

/**
 * Chooses the unit for a data set: `text` if more than half of the texts have several sentences, because the model is
 * then trained on whole texts.
 */
export function chooseUnit(texts: readonly LabelledText[]): Unit {
  const step = Math.max(1, Math.floor(texts.length / SAMPLE_SIZE));
  const sample = texts.filter((_, i) => i % step === 0);
  const several = sample.filter(({ text }) => finish(splitSentences(spell(text).plain)).length > 1);
  return several.length > sample.length / 2 ? 'text' : 'sentence';
}
