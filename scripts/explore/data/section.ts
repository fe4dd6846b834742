import {
  advice,
  type Block,
  chart,
  excerpt,
  percent,
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
  adviseOnRepeats,
  adviseOnVocabulary,
  describeClasses,
  describeDuplicates,
  describeGrowth,
  describeHistogram,
  describeLeakage,
  describeLengths,
  describeNearDuplicates,
  describeRepeats,
} from './findings.ts';
import type { Lengths } from './lengths.ts';
import type { DataStudy, TextsStudy } from './study.ts';

const NUM_CONFLICTS = 10;

/** Composes the section on classes, lengths, duplicates and leakage. */
export async function composeData(study: DataStudy): Promise<Section> {
  const { numTexts, unit, classes, lengths, duplicates, leakage, labels } = study;
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
      await histogram(lengths),
      advice(adviseOnLengths(lengths, unit)),
      text(`${describeDuplicates(numTexts, duplicates)}.`),
      ...listConflicts(duplicates, labels.names),
      advice(adviseOnDuplicates(duplicates)),
      ...nearDuplicates(study),
      await chart('leakage', describeLeakage(leakage, unit), (title) => drawLeakage(title, leakage, unit)),
      advice(adviseOnLeakage(leakage, unit, study.numNear)),
    ],
  };
}

/** Composes the section on lengths and duplicates of texts without labels. */
export async function composeTexts(study: TextsStudy): Promise<Section> {
  return {
    title: 'Lengths and duplicates',
    blocks: [
      await histogram(study.lengths),
      text(`${describeRepeats(study.numTexts, study.duplicates)}.`),
      advice(adviseOnRepeats(study.duplicates)),
      ...nearDuplicates(study),
    ],
  };
}

function histogram(lengths: Lengths): Promise<Block> {
  return chart('length-histogram', describeHistogram(lengths), (title) => drawHistogram(title, lengths));
}

function nearDuplicates({ numTexts, numNear }: TextsStudy): Block[] {
  return numNear === undefined ? [] : [text(`${describeNearDuplicates(numTexts, numNear)}.`)];
}

function listConflicts({ conflicts }: Duplicates, names: readonly string[]): Block[] {
  if (conflicts.length === 0) return [];
  const rows = conflicts
    .slice(0, NUM_CONFLICTS)
    .map(({ normal, numTexts }) => [excerpt(normal), ...numTexts.map((n) => (n === 0 ? '' : String(n)))]);
  return [table(['text', ...names], rows)];
}

/** Composes the section on the vocabulary and its growth. */
export async function composeVocabulary({ growth, unit }: TextsStudy): Promise<Section> {
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
