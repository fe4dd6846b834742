import {
  countNearDuplicates,
  createRandom,
  groupNearDuplicates,
  type LabelledText,
} from '../../classifier/training/index.ts';
import { count } from '../program/numbers.ts';

/**
 * Puts near-duplicates into one group, so that they stay on one side of each split, and prints their number to standard
 * error. Texts that a column of the data set has grouped keep their group.
 * @param seed seed of the random numbers
 */
export function groupTexts<Text extends Pick<LabelledText, 'text' | 'group'>>(
  texts: readonly Text[],
  seed: number,
): Text[] {
  const alone = texts.filter(({ text, group }) => text === group);
  if (alone.length === 0) return [...texts];
  const firsts = groupNearDuplicates(
    alone.map(({ text }) => text),
    createRandom(seed),
  );
  const numNear = countNearDuplicates(firsts);
  console.error(
    numNear === 0
      ? `none of ${count(alone.length)} texts is a near-duplicate of another`
      : `${count(numNear)} of ${count(alone.length)} texts are near-duplicates of others; these are kept together wherever texts are split or resampled`,
  );
  const groupOf = new Map(alone.map(({ text }, i) => [text, alone[firsts[i]!]!.text]));
  return texts.map((text) => (text.text === text.group ? { ...text, group: groupOf.get(text.text)! } : text));
}
