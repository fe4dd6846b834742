import { fileURLToPath } from 'node:url';
import { loadClassifier } from '../../classifier/src/index.ts';
import { readRecords } from '../../classifier/src/training/records.ts';
import { readModel } from '../model-option.ts';
import { openInput } from '../read-file.ts';
import type { BenchReport } from './report.ts';

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

const FILE = fileURLToPath(new URL('../../test/data/contrasts.ndjson', import.meta.url));
const NEUTRAL = 2;
/** How far from neutral a control may be without being between its pair. */
const CONTROL_MARGIN = 0.75;

/** The contrasts, in the order of the file. */
export async function readContrasts(): Promise<Contrast[]> {
  const records = await Array.fromAsync(readRecords(await openInput(FILE), 'ndjson'));
  return records.map(({ fields }) => fields as unknown as Contrast);
}

/** How many of the contrasts hold, by phenomenon, and which do not. */
export async function benchContrasts({ model }: { model: string }): Promise<BenchReport> {
  const classifier = loadClassifier(await readModel(model));
  const checked = (await readContrasts()).map((contrast) =>
    checkContrast(contrast, (text) => classifier.classify(text).valence),
  );
  const phenomena = [...new Set(checked.map(({ phenomenon }) => phenomenon))];
  const rows = ['all', ...phenomena].map((phenomenon) => {
    const chosen = checked.filter((one) => phenomenon === 'all' || one.phenomenon === phenomenon);
    const share = (key: 'holds' | 'isOrdered' | 'hasSides' | 'hasNeutralControl'): number =>
      chosen.filter((one) => one[key]).length / chosen.length;
    return {
      phenomenon,
      contrasts: chosen.length,
      holds: share('holds'),
      ordered: share('isOrdered'),
      sides: share('hasSides'),
      control: share('hasNeutralControl'),
    };
  });
  const failed = checked.filter(({ holds }) => !holds);
  return {
    columns: {
      phenomenon: 'phenomenon',
      contrasts: 'contrasts',
      holds: 'hold whole',
      ordered: 'lower < higher',
      sides: 'sides of neutral',
      control: 'control',
    },
    rows,
    notes: [
      `${checked.length - failed.length} of ${checked.length} contrasts hold with ${classifier.name}${failed.length > 0 ? '; these do not:' : '.'}`,
      ...failed.map(({ phenomenon, problems, described }) => `  ${phenomenon} (${problems}): ${described}`),
    ],
    isWithinLimits: true,
  };
}

function checkContrast(contrast: Contrast, valenceOf: (text: string) => number) {
  const { phenomenon, lower, higher, control, lowerBelow = Infinity, higherAbove = -Infinity } = contrast;
  const [low, high, middle] = [valenceOf(lower), valenceOf(higher), valenceOf(control)];
  const isOrdered = low < high;
  const hasSides = low < lowerBelow && high > higherAbove;
  const hasNeutralControl = (low <= middle && middle <= high) || Math.abs(middle - NEUTRAL) <= CONTROL_MARGIN;
  const problems = [
    ...(isOrdered ? [] : ['order']),
    ...(hasSides ? [] : ['side']),
    ...(hasNeutralControl ? [] : ['control']),
  ];
  const describe = (text: string, valence: number): string => `${valence.toFixed(2)} “${text}”`;
  return {
    phenomenon,
    isOrdered,
    hasSides,
    hasNeutralControl,
    holds: problems.length === 0,
    problems: problems.join(', '),
    described: [describe(lower, low), describe(higher, high), describe(control, middle)].join(' | '),
  };
}
