import { SENTIMENTS } from '../../../classifier/src/index.ts';
import {
  advice,
  type Block,
  chart,
  decimal,
  excerpt,
  percent,
  type Section,
  table,
  text,
} from '../../report/index.ts';
import type { Unit } from '../texts/unit.ts';
import { drawNegatedWords, drawNegationByClass, drawWhyNegative } from './charts.ts';
import {
  adviseOnNegation,
  chooseWhyNegative,
  describeNegation,
  describeNegationByClass,
  describeWhyNegative,
} from './findings.ts';
import type { Negation } from './study.ts';
import { isLeaning } from './turned.ts';
import { REASONS, type Reason, type WhyNegative } from './why-negative.ts';

/** The studies that the section on negation reports. */
interface NegationStudy {
  negation: Negation;
  whyNegative: readonly WhyNegative[];
  unit: Unit;
}

/** Composes the section on the effect of negations. */
export async function composeNegation({ negation, whyNegative, unit }: NegationStudy): Promise<Section> {
  const byClass = await chart('negation-by-class', describeNegationByClass(negation, unit), (title) =>
    drawNegationByClass(title, negation, unit),
  );
  return {
    title: 'Negation',
    blocks: [
      byClass,
      await describeNegatedWords(negation, unit),
      ...listExamples(negation),
      ...listDistances(negation),
      ...(await describeReasons(whyNegative, unit)),
      advice(adviseOnNegation(negation)),
    ],
  };
}

async function describeNegatedWords(negation: Negation, unit: Unit): Promise<Block> {
  const finding = describeNegation(negation, unit);
  return negation.words.some(({ plain }) => isLeaning(plain))
    ? chart('negated-words', finding, (title) => drawNegatedWords(title, negation))
    : text(`${finding}.`);
}

function listExamples({ examples }: Negation): Block[] {
  if (examples.length === 0) return [];
  const rows = examples.map(({ text: phrase, label, word, plain }) => [
    phrase,
    SENTIMENTS[label]!,
    word,
    plain.toFixed(1),
  ]);
  return [table(['text', 'its label', 'word', 'mean label without a negation'], rows)];
}

function listDistances({ byDistance }: Negation): Block[] {
  if (byDistance.length === 0) return [];
  const head = [
    'tokens from the negation',
    'words that lean to a side',
    'mean shift towards the other side, in labels',
  ];
  const rows = byDistance.map(({ distance, count, shift }) => [
    String(distance),
    String(count),
    decimal(shift),
  ]);
  return [table(head, rows)];
}

async function describeReasons(whyNegative: readonly WhyNegative[], unit: Unit): Promise<Block[]> {
  const finding = describeWhyNegative(whyNegative, unit);
  const shown = chooseWhyNegative(whyNegative);
  if (shown === undefined) return [text(`${finding}.`)];
  const { word, reasons } = shown;
  const rows = (Object.keys(REASONS) as Reason[])
    .filter((reason) => reasons[reason].share > 0)
    .map((reason) => {
      const { share, shareOfPositive, examples } = reasons[reason];
      const excerpts = examples.map((example) => excerpt(example, word));
      return [REASONS[reason], percent(share), percent(shareOfPositive), excerpts.join(' · ')];
    });
  return [
    await chart('why-negative', finding, (title) => drawWhyNegative(title, whyNegative, unit)),
    table(
      ['why', 'in negative texts', 'in positive ones', `negative texts with “${word}”, the shortest`],
      rows,
    ),
    text(
      'What fits as many positive texts as negative ones explains nothing: words such as “but” and “could” stand in both.',
    ),
  ];
}
