import { SENTIMENTS } from '../../../classifier/src/index.ts';
import type { Drawing } from '../../draw-chart.ts';
import { drawClasses, drawGrowth, drawLeakage, drawLengths } from '../charts/data.ts';
import { drawNegatedWords, drawNegationByClass, drawWhyNegative } from '../charts/negation.ts';
import { drawTerms } from '../charts/terms.ts';
import { drawWordMap } from '../charts/word-map.ts';
import { isLeaning } from '../measures/negation.ts';
import { TERM_KINDS, type TermKind } from '../measures/terms.ts';
import { REASONS, type Reason } from '../measures/why-negative.ts';
import { TEST_PAIRS } from '../measures/word-map.ts';
import type { Study } from '../study.ts';
import { decimal, percent, plural } from './describe.ts';
import type { Block, Section } from './report.ts';
import {
  describeClasses,
  describeDuplicates,
  describeGrowth,
  describeLeakage,
  describeLengths,
  describeNegation,
  describeNegationByClass,
  describeTerms,
  describeWhyNegative,
  describeWordMap,
  describeWordMaps,
} from './titles.ts';

const NUM_CONFLICTS = 10;

/** What the counts of names, and of words, mean. */
export const NAMES =
  'A sentence counts once for each class of the texts in it that hold the name. For training: names come from the films of the day, and a model that learns them learns the past.';
export const WORDS =
  'The log-odds weigh a word’s share of a class against its share of all others, from an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008), so that neither frequent nor rare words win by being so. For training: what is characteristic here is what a linear model gives its largest weights.';

export async function describeData({
  classes,
  lengths,
  duplicates,
  leakage,
  numTexts,
}: Study): Promise<Section> {
  const { conflicts, numRepeated, bestAccuracy } = duplicates;
  return {
    title: 'Classes, lengths and duplicates',
    blocks: [
      await chart('classes', describeClasses(classes), (title) => drawClasses(title, classes)),
      text(
        'For training: accuracy rewards the largest class, so judge by macro-F1 too, which counts all five alike.',
      ),
      await chart('lengths', describeLengths(lengths), (title) => drawLengths(title, lengths)),
      text(
        `Half of the texts have at most ${plural(lengths.median, 'token')}, 95 of 100 at most ${lengths.percentile95}, the longest ${lengths.longest}. For training: a model judged on texts of all lengths says little of whole sentences, so measure those apart.`,
      ),
      text(`${describeDuplicates(numTexts, duplicates)}.`),
      ...(conflicts.length === 0
        ? []
        : [
            table(
              ['text', ...SENTIMENTS],
              conflicts
                .slice(0, NUM_CONFLICTS)
                .map(({ normal, numTexts: counts }) => [
                  normal,
                  ...counts.map((n) => (n === 0 ? '' : String(n))),
                ]),
            ),
          ]),
      text(
        numRepeated === 0
          ? 'For training: labels contradict each other nowhere, so nothing tells how noisy they are.'
          : `For training: labels that contradict each other cannot all be learnt; no classifier that ignores case and spelling gets beyond ${percent(bestAccuracy)} here.`,
      ),
      await chart('leakage', describeLeakage(leakage), (title) => drawLeakage(title, leakage)),
      text(
        'For training: phrases of one sentence belong on the same side of a split; what a random split measures is partly memory.',
      ),
    ],
  };
}

export async function describeVocabulary({ growth }: Study): Promise<Section> {
  return {
    title: 'Vocabulary',
    blocks: [
      await chart('vocabulary-growth', describeGrowth(growth), (title) => drawGrowth(title, growth)),
      text(
        `${percent(growth.shareOnce)} of the words stand in one sentence only. For training: unknown words keep coming, so a model needs something for them, such as pieces of words or pretrained vectors.`,
      ),
    ],
  };
}

export async function describeKinds(
  { terms }: Study,
  title: string,
  kinds: readonly TermKind[],
  explanation: string,
): Promise<Section> {
  const blocks: Block[] = [];
  for (const kind of kinds) {
    const finding = describeTerms(kind, terms[kind]);
    if (terms[kind].length === 0) blocks.push(text(`${finding}.`));
    else
      blocks.push(
        await chart(`${TERM_KINDS[kind].toLowerCase()}`, finding, (named) => drawTerms(named, terms[kind])),
      );
  }
  return { title, blocks: [...blocks, text(explanation)] };
}

export async function describeNegations({ negation, whyNegative }: Study): Promise<Section> {
  const blocks: Block[] = [
    await chart('negation-by-class', describeNegationByClass(negation), (title) =>
      drawNegationByClass(title, negation),
    ),
  ];
  if (negation.words.some(({ plain }) => isLeaning(plain))) {
    blocks.push(
      await chart('negated-words', describeNegation(negation), (title) => drawNegatedWords(title, negation)),
    );
  } else {
    blocks.push(text(`${describeNegation(negation)}.`));
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
  if (whyNegative.length > 0) {
    const [first] = whyNegative;
    blocks.push(
      await chart('why-negative', describeWhyNegative(whyNegative), (title) =>
        drawWhyNegative(title, whyNegative),
      ),
      table(
        ['why', `negative texts with “${first!.word}”, the shortest`],
        (Object.keys(REASONS) as Reason[])
          .filter((reason) => first!.reasons[reason].count > 0)
          .map((reason) => [REASONS[reason], first!.reasons[reason].examples.join(' · ')]),
      ),
    );
  }
  return {
    title: 'Negation',
    blocks: [
      ...blocks,
      text(
        'For training: single words are not enough; n-grams, features for words in the reach of a negation, or a network that reads in order can tell these apart.',
      ),
    ],
  };
}

export async function describeVectors({ wordMaps }: Study): Promise<Section> {
  const blocks: Block[] = [text(`${describeWordMaps(wordMaps)}.`)];
  if (wordMaps.length > 0) {
    blocks.push(
      table(
        [
          'vectors',
          'words',
          'cosine within a side',
          'between sides',
          ...TEST_PAIRS.map((pair) => pair.join('–')),
        ],
        wordMaps.map(({ name, words, sameSide, oppositeSides, pairs }) => [
          name,
          String(words.length),
          ...[sameSide, oppositeSides, ...pairs].map((cosine) => decimal(cosine)),
        ]),
      ),
    );
  }
  for (const map of wordMaps) {
    blocks.push(
      await chart(`words-${map.name.replace(/[^\w.-]+/g, '-')}`, describeWordMap(map), (title) =>
        drawWordMap(title, map),
      ),
    );
  }
  return {
    title: 'Word vectors',
    blocks: [
      ...blocks,
      text(
        'For training: vectors that were learnt from which words stand together hold opposites close, as these stand in the same places; a classifier trained on top must pull them apart.',
      ),
    ],
  };
}

async function chart(name: string, title: string, draw: (title: string) => Promise<Drawing>): Promise<Block> {
  return { kind: 'chart', chart: { name, title, ...(await draw(title)) } };
}

const text = (words: string): Block => ({ kind: 'text', text: words });
const table = (head: readonly string[], rows: readonly (readonly string[])[]): Block => ({
  kind: 'table',
  head,
  rows,
});
