import type { SmallKind } from '../../classifier/src/index.ts';
import type { Random } from '../../classifier/training/index.ts';
import type { ChosenSettings, TrainingSettings } from './hyper-parameters.ts';

/** The distribution of a setting: a list of values, or a range, uniform or log-uniform. */
type Range = readonly number[] | { from: number; to: number; isLogarithmic?: boolean };

/** The search space of a linear model. The cost is drawn around the default, which depends on the unit. */
const linearSpace = ({ ngrams: { cost } }: TrainingSettings) => ({
  cost: { from: cost / 10, to: cost * 10, isLogarithmic: true },
  wordNgrams: [1, 2, 3],
  maxCharacterNgram: [0, 4, 5, 6],
  negationScope: [0, 2, 4, 8],
  lengthExponent: { from: 0.3, to: 1 },
  characterWeight: { from: 0.3, to: 1.5 },
  binary: [0, 1],
  inverseDocumentFrequency: [0, 1],
});

/** The search space of the network of a recurrent model. */
const NETWORK_SPACE = {
  learningRate: { from: 5e-4, to: 8e-3, isLogarithmic: true },
  batchSize: [16, 32, 64, 128],
  numHidden: [32, 64, 96, 128],
  wordDropout: { from: 0, to: 0.3 },
  inputDropout: { from: 0, to: 0.5 },
  pooledDropout: { from: 0.1, to: 0.6 },
};

/**
 * Draws settings at random (Bergstra and Bengio 2012), rounded to two digits. Chosen settings stay fixed.
 * @param settings the defaults around which settings are drawn
 */
export function drawSettings(
  kind: SmallKind,
  settings: TrainingSettings,
  chosen: ChosenSettings,
  random: Random,
): ChosenSettings {
  const space: Readonly<Record<string, Range>> = kind === 'linear' ? linearSpace(settings) : NETWORK_SPACE;
  const drawn = Object.entries(space).map(([name, range]) => [name, draw(range, random)] as const);
  return { ...Object.fromEntries(drawn.filter(([name]) => !(name in chosen))), ...chosen };
}

function draw(range: Range, random: Random): number {
  if (isList(range)) return range[Math.floor(random() * range.length)]!;
  const { from, to, isLogarithmic } = range;
  const number = isLogarithmic ? from * (to / from) ** random() : from + (to - from) * random();
  return Number(number.toPrecision(2));
}

const isList = (range: Range): range is readonly number[] => Array.isArray(range);
