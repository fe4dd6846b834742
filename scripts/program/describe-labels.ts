import type { FoundLabel, Labelling, SidedText } from '../../classifier/training/index.ts';
import { plural } from './numbers.ts';

/** Describes in one line how the labels were read. */
export function describeLabelling(
  { labels, labelOf }: Labelling,
  counts: readonly FoundLabel[],
  isNew: boolean,
): string {
  const { names, isScale } = labels;
  const classes = names.map((name, k) => {
    const own = labelsOfClass(counts, labelOf, k);
    const numTexts = countTexts(own);
    const others = own.map(({ label }) => label).filter((label) => label !== name);
    const spelled = others.length === 0 ? '' : `, in the file ${others.join(' or ')}`;
    return `${name} (${numTexts === 1 ? '1 text' : `${numTexts} texts`}${spelled})`;
  });
  const left = counts.filter(({ label }) => labelOf.get(label) === undefined);
  const leftOut =
    left.length === 0
      ? ''
      : `; left out ${left.map(({ label, numTexts }) => `${label} (${numTexts} texts)`).join(', ')}`;
  const hint = isNew ? ' (--scale gives them one)' : '';
  const order = isScale ? 'from negative to positive' : `in no order${hint}`;
  return `${names.length} classes ${order}: ${classes.join(', ')}${leftOut}`;
}

/** A class with fewer texts than this may be a misspelled label, if there are more than `MANY_TEXTS` overall. */
const FEW_TEXTS = 5;
const MANY_TEXTS = 50;

/** Describes the classes of few texts among many, a line each. */
export function describeRareClasses({ labels, labelOf }: Labelling, counts: readonly FoundLabel[]): string[] {
  if (countTexts(counts) <= MANY_TEXTS) return [];
  return labels.names.flatMap((name, k) => {
    const own = labelsOfClass(counts, labelOf, k);
    const numTexts = countTexts(own);
    if (numTexts === 0 || numTexts >= FEW_TEXTS) return [];
    const { line } = own[0]!;
    return [
      `warning: ${name} has ${plural(numTexts, 'text')}, the first on line ${line}; is it a misspelled label?`,
    ];
  });
}

function labelsOfClass(
  counts: readonly FoundLabel[],
  labelOf: Labelling['labelOf'],
  k: number,
): FoundLabel[] {
  return counts.filter(({ label }) => labelOf.get(label) === k);
}

function countTexts(counts: readonly FoundLabel[]): number {
  return counts.reduce((sum, { numTexts }) => sum + numTexts, 0);
}

/** Describes in one line how many texts have only a side. */
export function describeSides(sided: readonly SidedText[]): string {
  const numNegative = sided.filter(({ side }) => side === 'negative').length;
  return `${sided.length} texts with a side and no label: ${numNegative} negative, ${sided.length - numNegative} positive`;
}
