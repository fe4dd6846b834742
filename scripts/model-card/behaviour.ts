import {
  type CheckedContrast,
  CONTROL_MARGIN,
  countContrasts,
  describeContrast,
  type SideShares,
  STYLES,
} from '../behaviour/index.ts';
import { markdownTable } from '../program/markdown-table.ts';
import { percent } from '../program/numbers.ts';

/** How a model does on texts made to try it. */
export interface Behaviour {
  contrasts: readonly CheckedContrast[];
  /** The model's own first. */
  sides: readonly SideShares[];
  numOpinions: number;
}

/** What holds of the contrasts and what does not, and how texts of other domains come out. */
export function describeBehaviour({ contrasts, sides, numOpinions }: Behaviour): string[] {
  return [
    '## Behaviour',
    '### Contrasts',
    describeContrasts(contrasts),
    '### Other domains',
    describeSides(sides, numOpinions),
  ];
}

function describeContrasts(contrasts: readonly CheckedContrast[]): string {
  const counts = countContrasts(contrasts);
  const failed = contrasts.filter(({ holds }) => !holds);
  return `Each contrast is a pair of texts of which one is better for any sensible reader, and a third on the same subject without an opinion. It holds when the better text has the higher valence, both are on the sides of neutral (2) that they should be on, and the third is between them or within ${CONTROL_MARGIN} of neutral. They were written before the model was trained (\`npm run bench -- contrasts\`).

${markdownTable(
  ['', 'contrasts', 'hold', 'share', 'right order', 'right sides', 'third neutral'],
  counts.map(({ phenomenon, contrasts: count, holds, ordered, sides, control }) => [
    phenomenon,
    ...[count, holds].map(String),
    percent(holds / count),
    ...[ordered, sides, control].map(String),
  ]),
)}

${failed.length === 0 ? 'All hold.' : `These do not hold. Each has its phenomenon, what is wrong, and the valences of the worse text, the better and the third:\n\n${failed.map((contrast) => `- ${describeContrast(contrast)}`).join('\n')}`}`;
}

function describeSides(sides: readonly SideShares[], numOpinions: number): string {
  return `The share of ${numOpinions} short opinions on products, restaurants, apps, hotels, services, journeys, books and games that are put on the right side of neutral, with its standard error. The plain ones say it outright; the mixed ones say both good and bad, or tell what happened without a word for it. Nothing was trained on them (\`npm run bench -- other-domains\`).

${markdownTable(
  ['', ...STYLES],
  sides.map((shares) => [
    shares.what,
    ...STYLES.map((style) => `${percent(shares[style])} ± ${(shares[`${style}Error`] * 100).toFixed(1)}`),
  ]),
)}`;
}
