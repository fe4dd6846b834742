import {
  describeFailure,
  FAILURE_RULE,
  failureRate,
  type SideShares,
  STYLES,
  type TriedCapability,
} from '../behaviour/index.ts';
import { markdownTable } from '../program/markdown-table.ts';
import { percent } from '../program/numbers.ts';

/** The results of a model on handmade test texts. */
export interface Behaviour {
  /** The results by capability: the model first, then the lexicons. */
  tried: readonly { name: string; capabilities: readonly TriedCapability[] }[];
  /** The shares on opinions of other domains: the model first, then the lexicons. */
  sides: readonly SideShares[];
  numOpinions: number;
}

const NUM_WORST = 5;
const NUM_EXAMPLES = 3;

/** Describes the failures by capability, and the results on texts of other domains. */
export function describeBehaviour({ tried, sides, numOpinions }: Behaviour): string[] {
  return [
    '## Behaviour',
    '### By capability',
    describeRates(tried),
    '### The worst capabilities',
    describeWorst(tried[0]!.capabilities),
    '### Other domains',
    describeSides(sides, numOpinions),
  ];
}

function describeRates(tried: Behaviour['tried']): string {
  const [own] = tried;
  return `Cases after CheckList (Ribeiro et al. 2020), written by hand for what a careful reader says: sentences one by one, and templates. ${FAILURE_RULE} Nothing was trained on them (\`npm run bench -- behaviour\`). The share that fails:

${markdownTable(
  ['', 'cases', ...tried.map(({ name }) => name)],
  own!.capabilities.map(({ capability, numCases }, i) => [
    capability,
    String(numCases),
    ...tried.map(({ capabilities }) => percent(failureRate(capabilities[i]!))),
  ]),
)}`;
}

/** Describes the capabilities with the highest failure rates, with failures sampled evenly from their cases. */
function describeWorst(capabilities: readonly TriedCapability[]): string {
  const worst = capabilities
    .filter(({ failures }) => failures.length > 0)
    .sort((a, b) => failureRate(b) - failureRate(a))
    .slice(0, NUM_WORST);
  if (worst.length === 0) return 'No case fails.';
  const lists = worst.map((one) => {
    const { capability, failures } = one;
    const numExamples = Math.min(NUM_EXAMPLES, failures.length);
    const examples = Array.from(
      { length: numExamples },
      (_, i) => failures[Math.floor(((i + 0.5) * failures.length) / numExamples)]!,
    );
    const lines = examples.map((failure) => `  - ${describeFailure(failure)}`);
    return [`- **${capability}**, ${percent(failureRate(one))}:`, ...lines].join('\n');
  });
  return `Each with some of its failures: what was expected, then the side and the valence of the text, and of the changed text after an arrow.\n\n${lists.join('\n')}`;
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
