import {
  advice,
  type Block,
  chart,
  excerpt,
  percent,
  plural,
  type Section,
  table,
  text,
} from '../../report/index.ts';
import { drawClasses, drawGrowth, drawHistogram, drawLeakage, drawLengths } from './charts.ts';
import type { Duplicates } from './duplicates.ts';
import {
  adviseOnClasses,
  adviseOnDuplicates,
  adviseOnLeakage,
  adviseOnLengths,
  adviseOnVocabulary,
  describeClasses,
  describeDuplicates,
  describeGrowth,
  describeLeakage,
  describeLengths,
  describeNearDuplicates,
} from './findings.ts';
import type { DataStudy } from './study.ts';

const NUM_CONFLICTS = 10;

/** The section on classes, lengths, duplicates and leakage. */
export async function composeData(study: DataStudy): Promise<Section> {
  const { numTexts, unit, classes, lengths, duplicates, leakage, labels, numNear } = study;
  return {
    title: 'Classes, lengths and duplicates',
    blocks: [
      await chart('classes', describeClasses(classes, labels.names), (title) =>
        drawClasses(title, classes, labels),
      ),
      advice(adviseOnClasses(classes)),
      await chart('lengths', describeLengths(lengths, labels.names), (title) =>
        drawLengths(title, lengths, labels),
      ),
      await chart(
        'length-histogram',
        `Half of the texts have at most ${plural(lengths.median, 'token')}, 95 of 100 at most ${lengths.percentile95}, the longest ${lengths.longest}`,
        (title) => drawHistogram(title, lengths),
      ),
      advice(adviseOnLengths(lengths, unit)),
      text(`${describeDuplicates(numTexts, duplicates)}.`),
      ...listConflicts(duplicates, labels.names),
      advice(adviseOnDuplicates(duplicates)),
      ...(numNear === undefined ? [] : [text(`${describeNearDuplicates(numTexts, numNear)}.`)]),
      await chart('leakage', describeLeakage(leakage, unit), (title) => drawLeakage(title, leakage, unit)),
      advice(adviseOnLeakage(leakage, unit)),
    ],
  };
}

function listConflicts({ conflicts }: Duplicates, names: readonly string[]): Block[] {
  if (conflicts.length === 0) return [];
  const rows = conflicts
    .slice(0, NUM_CONFLICTS)
    .map(({ normal, numTexts }) => [excerpt(normal), ...numTexts.map((n) => (n === 0 ? '' : String(n)))]);
  return [table(['text', ...names], rows)];
}

/** The section on the vocabulary and its growth. */
export async function composeVocabulary({ growth, unit }: DataStudy): Promise<Section> {
  return {
    title: 'Vocabulary',
    blocks: [
      await chart('vocabulary-growth', describeGrowth(growth, unit), (title) =>
        drawGrowth(title, growth, unit),
      ),
      text(`${percent(growth.shareOnce)} of the words stand in one ${unit} only.`),
      advice(adviseOnVocabulary(growth)),
    ],
  };
}
