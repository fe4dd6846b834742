import { SENTIMENTS } from '../../../classifier/src/index.ts';
import type { Drawing } from '../../draw-chart.ts';
import { drawClasses, drawGrowth, drawLeakage, drawLengths } from '../charts/data.ts';
import { drawNegatedWords, drawNegationByClass, drawWhyNegative } from '../charts/negation.ts';
import { drawTerms } from '../charts/terms.ts';
import { drawWordMap } from '../charts/word-map.ts';
import { TERM_KINDS, type TermKind } from '../measures/terms.ts';
import { isLeaning } from '../measures/turns.ts';
import { REASONS, type Reason } from '../measures/why-negative.ts';
import { TEST_PAIRS } from '../measures/word-map.ts';
import type { Study } from '../study.ts';
import { decimal, excerpt, percent, plural } from './describe.ts';
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
} from './findings/data.ts';
import {
  adviseOnNegation,
  chooseWhyNegative,
  describeNegation,
  describeNegationByClass,
  describeWhyNegative,
} from './findings/negation.ts';
import { adviseOnNames, adviseOnWords, describeTerms } from './findings/terms.ts';
import { adviseOnVectors, describeWordMap, describeWordMaps } from './findings/word-map.ts';
import type { Block, Section } from './report.ts';

const NUM_CONFLICTS = 10;

export async function describeData({
  classes,
  lengths,
  duplicates,
  leakage,
  numTexts,
  unit,
}: Study): Promise<Section> {
  const { conflicts } = duplicates;
  return {
    title: 'Classes, lengths and duplicates',
    blocks: [
      await chart('classes', describeClasses(classes), (title) => drawClasses(title, classes)),
      advice(adviseOnClasses(classes)),
      await chart('lengths', describeLengths(lengths), (title) => drawLengths(title, lengths)),
      text(
        `Half of the texts have at most ${plural(lengths.median, 'token')}, 95 of 100 at most ${lengths.percentile95}, the longest ${lengths.longest}.`,
      ),
      advice(adviseOnLengths(lengths, unit)),
      text(`${describeDuplicates(numTexts, duplicates)}.`),
      ...(conflicts.length === 0
        ? []
        : [
            table(
              ['text', ...SENTIMENTS],
              conflicts
                .slice(0, NUM_CONFLICTS)
                .map(({ normal, numTexts: counts }) => [
                  excerpt(normal),
                  ...counts.map((n) => (n === 0 ? '' : String(n))),
                ]),
            ),
          ]),
      advice(adviseOnDuplicates(duplicates)),
      await chart('leakage', describeLeakage(leakage, unit), (title) => drawLeakage(title, leakage, unit)),
      advice(adviseOnLeakage(leakage, unit)),
    ],
  };
}

export async function describeVocabulary({ growth, unit }: Study): Promise<Section> {
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

const NAME_KINDS = ['person', 'place', 'organization', 'nationality'] as const;

export async function describeNames(study: Study): Promise<Section> {
  return {
    title: 'Names',
    blocks: [
      ...(await describeKinds(study, NAME_KINDS)),
      text(
        study.unit === 'sentence'
          ? 'Characteristic is told from sentences: each counts once for each class of the texts in it that hold the name.'
          : 'Characteristic is told from texts, each of which counts once for its class.',
      ),
      advice(adviseOnNames(study.terms, NAME_KINDS)),
    ],
  };
}

export async function describeWords(study: Study): Promise<Section> {
  return {
    title: 'Adjectives and verbs',
    blocks: [
      ...(await describeKinds(study, ['adjective', 'verb'])),
      text(
        'The log-odds weigh a word’s share of a class against its share of all others, from an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008), so that neither frequent nor rare words win by being so. What may be chance is found by shuffling the labels: in 19 of 20 shuffles no word of any class gets beyond the pale bars.',
      ),
      advice(adviseOnWords(study.terms)),
    ],
  };
}

async function describeKinds({ terms, unit }: Study, kinds: readonly TermKind[]): Promise<Block[]> {
  const blocks: Block[] = [];
  for (const kind of kinds) {
    const finding = describeTerms(kind, terms[kind], unit);
    blocks.push(
      terms[kind].terms.length === 0
        ? text(`${finding}.`)
        : await chart(TERM_KINDS[kind].nouns, finding, (title) => drawTerms(title, terms[kind])),
    );
  }
  return blocks;
}

export async function describeNegations({ negation, whyNegative, unit }: Study): Promise<Section> {
  const blocks: Block[] = [
    await chart('negation-by-class', describeNegationByClass(negation, unit), (title) =>
      drawNegationByClass(title, negation),
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
        ['why', `negative texts with “${shown.word}”, the shortest`],
        (Object.keys(REASONS) as Reason[])
          .filter((reason) => shown.reasons[reason].count > 0)
          .map((reason) => [
            REASONS[reason],
            shown.reasons[reason].examples.map((example) => excerpt(example, shown.word)).join(' · '),
          ]),
      ),
    );
  }
  return { title: 'Negation', blocks: [...blocks, advice(adviseOnNegation(negation))] };
}

export async function describeVectors({ wordMaps }: Study): Promise<Section> {
  const blocks: Block[] = [text(`${describeWordMaps(wordMaps)}.`)];
  if (wordMaps.length > 0) {
    blocks.push(
      table(
        [
          'vectors',
          'words',
          'one side nearer than opposite ones',
          ...TEST_PAIRS.map((pair) => `${pair.join('–')}: cosine (nearer than)`),
        ],
        wordMaps.map(({ name, words, separation, pairs }) => [
          name,
          String(words.length),
          percent(separation),
          ...pairs.map((pair) =>
            pair === undefined ? '–' : `${decimal(pair.cosine)} (${percent(pair.rank)})`,
          ),
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
        'Cosines of different vectors cannot be compared with each other; how many random pairs of words are less near can.',
      ),
      advice(adviseOnVectors(wordMaps)),
    ],
  };
}

async function chart(name: string, title: string, draw: (title: string) => Promise<Drawing>): Promise<Block> {
  return { kind: 'chart', chart: { name, title, ...(await draw(title)) } };
}

const text = (words: string): Block => ({ kind: 'text', text: words });
/** What a finding means for training. */
const advice = (words: string): Block => text(`For training: ${words}`);
const table = (head: readonly string[], rows: readonly (readonly string[])[]): Block => ({
  kind: 'table',
  head,
  rows,
});
