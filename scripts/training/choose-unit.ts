import { spell, splitSentences } from '../../classifier/internals/index.ts';
import { finish } from '../../classifier/src/index.ts';
import type { LabelledText } from '../../classifier/training/index.ts';

/** What a model may read at a time. */
export const UNITS = ['sentence', 'text'] as const;
/** One of them. */
export type Unit = (typeof UNITS)[number];

/** So many texts, spread over all, tell what most are like. */
const SAMPLE_SIZE = 1000;

/**
 * What a model is to read at a time: whole texts where more than half of the texts have several sentences, since so it
 * reads them in training.
 */
export function chooseUnit(texts: readonly LabelledText[]): Unit {
  const step = Math.max(1, Math.floor(texts.length / SAMPLE_SIZE));
  const sample = texts.filter((_, i) => i % step === 0);
  const several = sample.filter(({ text }) => finish(splitSentences(spell(text).plain)).length > 1);
  return several.length > sample.length / 2 ? 'text' : 'sentence';
}
