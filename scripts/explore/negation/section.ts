import { SENTIMENTS } from '../../../classifier/src/index.ts';
import { advice, chart, table, text } from '../report/blocks.ts';
import { decimal, excerpt, percent } from '../report/phrases.ts';
import type { Block, Section } from '../report/render.ts';
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

export async function describeNegations({
  negation,
  whyNegative,
  unit,
}: {
  negation: Negation;
  whyNegative: readonly WhyNegative[];
  unit: Unit;
}): Promise<Section> {
  const blocks: Block[] = [
    await chart('negation-by-class', describeNegationByClass(negation, unit), (title) =>
      drawNegationByClass(title, negation, unit),
    ),
  ];
  if (negation.words.some(({ plain }) => isLeaning(plain))) {
    blocks.push(
      await chart('negated-words', describeNegation(negation, unit), (title) =>
        drawNegatedWords(title, negation),
      ),
    );
  } else {
    blocks.push(text(`${describeNegation(negation, unit)}.`));
  }
  if (negation.examples.length > 0) {
    blocks.push(
      table(
        ['text', 'its label', 'word', 'mean label without a negation'],
        negation.examples.map(({ text: phrase, label, word, plain }) => [
          phrase,
          SENTIMENTS[label]!,
          word,
          plain.toFixed(1),
        ]),
      ),
    );
  }
  if (negation.byDistance.length > 0) {
    blocks.push(
      table(
        [
          'tokens from the negation',
          'words that lean to a side',
          'mean shift towards the other side, in labels',
        ],
        negation.byDistance.map(({ distance, count, shift }) => [
          String(distance),
          String(count),
          decimal(shift),
        ]),
      ),
    );
  }
  const shown = chooseWhyNegative(whyNegative);
  if (shown === undefined) {
    blocks.push(text(`${describeWhyNegative(whyNegative, unit)}.`));
  } else {
    blocks.push(
      await chart('why-negative', describeWhyNegative(whyNegative, unit), (title) =>
        drawWhyNegative(title, whyNegative, unit),
      ),
      table(
        ['why', 'in negative texts', 'in positive ones', `negative texts with “${shown.word}”, the shortest`],
        (Object.keys(REASONS) as Reason[])
          .filter((reason) => shown.reasons[reason].share > 0)
          .map((reason) => {
            const { share, shareOfPositive, examples } = shown.reasons[reason];
            const excerpts = examples.map((example) => excerpt(example, shown.word));
            return [REASONS[reason], percent(share), percent(shareOfPositive), excerpts.join(' · ')];
          }),
      ),
      text(
        'What fits as many positive texts as negative ones explains nothing: words such as “but” and “could” stand in both.',
      ),
    );
  }
  return { title: 'Negation', blocks: [...blocks, advice(adviseOnNegation(negation))] };
}
