import { mean } from 'simple-statistics';
import type { ModelHeader } from '../../classifier/src/index.ts';
import { markdownTable } from '../program/markdown-table.ts';
import { fixed } from '../program/numbers.ts';
import type { Ablation } from './ablation.ts';
import { describeFinding } from './learning-curve.ts';

/** Matches the name in `Ablation` of the network with unquantized vectors. */
const EXACT = /\b32 bits\b/;

/** The accuracy of a part of the model on the validation files, in their order. */
export interface PartialAccuracy {
  part: string;
  accuracies: readonly number[];
}

/**
 * Describes the accuracy of each model, with mean and spread.
 * @param others models that differ only in their seed, measured on the same files
 */
export function describeSeeds(own: ModelHeader, others: readonly ModelHeader[]): string[] {
  if (others.length === 0) return [];
  const headers = [own, ...others].sort((a, b) => a.provenance.seed! - b.provenance.seed!);
  const columns = own.measured.map((_, file) => headers.map(({ measured }) => measured[file]!.accuracy));
  const rows = headers.map((header, i) => [
    `${header.provenance.seed}${header === own ? ' (this model)' : ''}`,
    ...columns.map((accuracies) => fixed(accuracies[i]!)),
  ]);
  return [
    '### Other seeds',
    'The accuracy of models trained alike, from other random numbers:',
    markdownTable(
      ['seed', ...own.measured.map(({ data }) => data)],
      [
        ...rows,
        ['**mean**', ...columns.map((accuracies) => fixed(mean(accuracies)))],
        ['spread', ...columns.map((all) => `${fixed(Math.min(...all))}–${fixed(Math.max(...all))}`)],
      ],
    ),
  ];
}

/** Describes the contribution of each opinion of the pool, and of each part of the network. */
export function describeParts(
  files: readonly string[],
  opinions: readonly PartialAccuracy[],
  ablation: Ablation | undefined,
): string[] {
  return [
    '## What each part is worth',
    'The accuracy of the whole, and of each of its two opinions when it is asked alone:',
    markdownTable(
      ['', ...files],
      opinions.map(({ part, accuracies }) => [part, ...accuracies.map(fixed)]),
    ),
    ...(ablation === undefined ? [] : describeNetworkParts(ablation)),
  ];
}

function describeNetworkParts({ seed, parts }: Ablation): string[] {
  const [full, ...others] = parts as [Ablation['parts'][number], ...Ablation['parts']];
  const exact = others.find(({ part }) => EXACT.test(part));
  const rows = others.map(({ part, accuracy, sentenceAccuracy }) => [
    part,
    fixed(accuracy),
    points(accuracy - full.accuracy),
    fixed(sentenceAccuracy),
    points(sentenceAccuracy - full.sentenceAccuracy),
  ]);
  return [
    `The network alone again, trained on the labelled texts, with one part changed, and the difference in points. Here a text is never split, and the sentences are the longest text of each. One run each, with seed ${seed}: the sentences are few, and differences as small as those between seeds say little.`,
    markdownTable(
      ['', 'all texts', 'points', 'sentences', 'points'],
      [[full.part, fixed(full.accuracy), '', fixed(full.sentenceAccuracy), ''], ...rows],
    ),
    ...(exact === undefined
      ? []
      : [
          `So 8 bits in place of 32 cost ${cost(exact.accuracy - full.accuracy)} points on all texts and ${cost(exact.sentenceAccuracy - full.sentenceAccuracy)} on sentences (below 0 is a gain).`,
        ]),
  ];
}

/** Describes the learning curve, whose file is beside the card. */
export function describeLearning(ablation: Ablation, svgName: string): string[] {
  const { seed, sizes } = ablation;
  const labelled = sizes.findLast(({ softTexts }) => softTexts === undefined)!.texts;
  const soft = `More than ${labelled.toLocaleString('en')} texts are all labelled ones, and soft ones beside them.`;
  const hasSoft = sizes.some(({ softTexts }) => softTexts !== undefined);
  const on = hasSoft ? '' : ', trained on the labelled texts';
  return [
    '## How it learns',
    `![${describeFinding(ablation)}](${svgName})`,
    `The network alone${on}, with seed ${seed}; fewer texts are those of fewer sentences, drawn at random.${hasSoft ? ` ${soft}` : ''}`,
  ];
}

/** Formats a loss in percentage points, such as `0.12`, or `−0.01` for a gain. */
const cost = (difference: number): string => points(difference).replace('+', '');

function points(difference: number): string {
  const size = Math.abs(difference * 100).toFixed(2);
  return `${difference < 0 && Number(size) > 0 ? '−' : '+'}${size}`;
}
