import { createRandom, type LabelledText, partition, shuffle } from '../../classifier/training/index.ts';
import { groupTexts } from '../training/index.ts';

/** The share of the groups that is held out. */
const HELD_OUT_SHARE = 0.1;

/**
 * Draws texts at random, and holds a tenth of them out to measure on. The texts of a group are on one side, and so are
 * near-duplicates.
 * @param maxTexts the most texts to draw
 * @param seed seed of the random numbers
 * @returns those to train on and those held out, in the order of the texts
 */
export function splitTexts<Text extends Pick<LabelledText, 'text' | 'group'>>(
  texts: readonly Text[],
  maxTexts: number,
  seed: number,
): { training: Text[]; heldOut: Text[] } {
  const grouped = groupTexts(texts, seed);
  const sizeOf = new Map<string, number>();
  for (const { group } of grouped) sizeOf.set(group, (sizeOf.get(group) ?? 0) + 1);
  let numTexts = 0;
  const drawn = shuffle([...sizeOf.keys()], createRandom(seed)).filter((group) => {
    const size = sizeOf.get(group)!;
    const fits = numTexts + size <= maxTexts;
    if (fits) numTexts += size;
    return fits;
  });
  const isHeldOut = new Map(drawn.map((group, rank) => [group, rank < HELD_OUT_SHARE * drawn.length]));
  const [heldOut, training] = partition(
    grouped.filter(({ group }) => isHeldOut.has(group)),
    ({ group }) => isHeldOut.get(group)!,
  );
  return { training, heldOut };
}
