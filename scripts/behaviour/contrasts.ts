import { fileURLToPath } from 'node:url';
import type { Classifier } from '../../classifier/src/index.ts';
import { readRecords } from '../../classifier/training/index.ts';
import { openInput } from '../program/read-file.ts';

/** Two texts of which one is better for any sensible reader, and a third on the same subject without an opinion. */
export interface Contrast {
  /** What makes the difference, such as `negation`. */
  phenomenon: string;
  lower: string;
  higher: string;
  control: string;
  /** A valence, 0..4, that `lower` must stay below. */
  lowerBelow?: number;
  /** A valence, 0..4, that `higher` must be above. */
  higherAbove?: number;
}

/** A contrast and how a classifier does on it. */
export interface CheckedContrast {
  phenomenon: string;
  /** Its three texts with their valences: the lower, the higher, the control. */
  readings: { text: string; valence: number }[];
  /** The lower is below the higher. */
  isOrdered: boolean;
  /** Both are on the sides of neutral that the contrast asks for. */
  hasSides: boolean;
  /** The control is between the two, or near neutral. */
  hasNeutralControl: boolean;
  /** All three. */
  holds: boolean;
}

const FILE = fileURLToPath(new URL('contrasts.ndjson', import.meta.url));
const NEUTRAL = 2;
/** How far from neutral a control may be without being between its pair. */
export const CONTROL_MARGIN = 0.75;

/** The contrasts, in the order of the file. */
export async function readContrasts(): Promise<Contrast[]> {
  const records = await Array.fromAsync(readRecords(await openInput(FILE), 'ndjson'));
  return records.map(({ fields }) => fields as unknown as Contrast);
}

/** How a classifier does on each of the contrasts. */
export async function checkContrasts(classifier: Classifier): Promise<CheckedContrast[]> {
  return (await readContrasts()).map((contrast) => checkContrast(contrast, classifier));
}

/** How many contrasts hold, of all and of each phenomenon. */
export function countContrasts(checked: readonly CheckedContrast[]) {
  const phenomena = [...new Set(checked.map(({ phenomenon }) => phenomenon))];
  return ['all', ...phenomena].map((phenomenon) => {
    const chosen = checked.filter((one) => phenomenon === 'all' || one.phenomenon === phenomenon);
    const count = (key: 'holds' | 'isOrdered' | 'hasSides' | 'hasNeutralControl'): number =>
      chosen.filter((one) => one[key]).length;
    return {
      phenomenon,
      contrasts: chosen.length,
      holds: count('holds'),
      ordered: count('isOrdered'),
      sides: count('hasSides'),
      control: count('hasNeutralControl'),
    };
  });
}

/** A contrast's texts with their valences, and what is wrong with them: `order`, `side`, `control`. */
export function describeContrast({ readings, ...checked }: CheckedContrast): string {
  const problems = [
    ...(checked.isOrdered ? [] : ['order']),
    ...(checked.hasSides ? [] : ['side']),
    ...(checked.hasNeutralControl ? [] : ['control']),
  ];
  const texts = readings.map(({ text, valence }) => `${valence.toFixed(2)} “${text}”`);
  return `${checked.phenomenon} (${problems.join(', ')}): ${texts.join(' | ')}`;
}

function checkContrast(contrast: Contrast, classifier: Classifier): CheckedContrast {
  const { phenomenon, lower, higher, control, lowerBelow = Infinity, higherAbove = -Infinity } = contrast;
  const readings = [lower, higher, control].map((text) => ({
    text,
    valence: classifier.classify(text).valence,
  }));
  const [low, high, middle] = readings.map(({ valence }) => valence) as [number, number, number];
  const isOrdered = low < high;
  const hasSides = low < lowerBelow && high > higherAbove;
  const hasNeutralControl = (low <= middle && middle <= high) || Math.abs(middle - NEUTRAL) <= CONTROL_MARGIN;
  const holds = isOrdered && hasSides && hasNeutralControl;
  return { phenomenon, readings, isOrdered, hasSides, hasNeutralControl, holds };
}
