import { SENTIMENTS } from '../../../classifier/src/index.ts';
import { findLargest, sum } from '../measures/counting.ts';
import type { Duplicates } from '../measures/duplicates.ts';
import type { Leakage } from '../measures/leakage.ts';
import type { Lengths } from '../measures/lengths.ts';
import { SIGNIFICANT_Z } from '../measures/log-odds.ts';
import type { Negation } from '../measures/negation.ts';
import { TERM_KINDS, type Term, type TermKind } from '../measures/terms.ts';
import type { GrowthPoint, VocabularyGrowth } from '../measures/vocabulary-growth.ts';
import { REASONS, type Reason, type WhyNegative } from '../measures/why-negative.ts';
import { TEST_PAIRS, type WordMap } from '../measures/word-map.ts';
import { count, decimal, percent, plural, quote } from './describe.ts';

/** What the data says, each finding in a sentence: the titles of the charts and the head of the report. */

/** @param counts by class, shape [5], of which one at least is not 0 */
export function describeClasses(counts: readonly number[]): string {
  const largest = findLargest(counts);
  const smallest = counts.indexOf(Math.min(...counts));
  const [most, fewest] = [largest, smallest].map((label) => percent(counts[label]! / sum(counts)));
  if (most === fewest) return `Each class has about ${most} of the texts`;
  return `${most} of the texts are ${SENTIMENTS[largest]}, ${fewest} ${SENTIMENTS[smallest]}`;
}

export function describeLengths({ bins }: Lengths): string {
  const neutral = SENTIMENTS.indexOf('neutral');
  const shareOf = ({ numTexts }: Lengths['bins'][number]): number => numTexts[neutral]! / sum(numTexts);
  const [first, last] = [bins[0], bins.at(-1)];
  if (first === undefined || last === undefined) return 'No text holds a word or a mark';
  const tokens = `${first.name} ${first.name === '1' ? 'token' : 'tokens'}`;
  if (first === last) return `All texts have about one length: ${tokens}`;
  return `${percent(shareOf(first))} of texts of ${tokens} are neutral, ${percent(shareOf(last))} of those of ${last.name}`;
}

export function describeGrowth({ points, shareNew }: VocabularyGrowth): string {
  const { numSentences, numWords } = points.at(-1) as GrowthPoint;
  return `${plural(numSentences, 'sentence')} ${numSentences === 1 ? 'holds' : 'hold'} ${plural(numWords, 'word')}, and ${percent(shareNew)} of the words of the last tenth were new`;
}

export function describeDuplicates(numTexts: number, { numRepeated, conflicts }: Duplicates): string {
  if (numRepeated === 0) return 'No text repeats another';
  const sets = `${plural(conflicts.length, 'such set')} ${conflicts.length === 1 ? 'is' : 'are'}`;
  return `${percent(numRepeated / numTexts)} of the texts repeat another one but for case and spelling, and ${sets} labelled in two ways`;
}

export function describeLeakage(leakage: readonly Leakage[]): string {
  const [random, bySentence] = leakage as [Leakage, Leakage];
  const { shareOverlapping, memoryAccuracy, majorityAccuracy } = random;
  const overlap = `${percent(shareOverlapping)} of one half’s texts share words with a text of the other (${percent(bySentence.shareOverlapping)} when split by sentence)`;
  const gain = memoryAccuracy - majorityAccuracy;
  const memory = `memory alone gets ${percent(memoryAccuracy)} right, the largest class ${percent(majorityAccuracy)}`;
  if (shareOverlapping <= bySentence.shareOverlapping + 0.05) {
    return `A split text by text leaks no more than one by sentence: ${overlap}`;
  }
  return `A split text by text leaks: ${overlap}, ${gain > 0 ? `and ${memory}` : `though ${memory}`}`;
}

/** The share of a normal distribution beyond `SIGNIFICANT_Z`, on its upper side. */
const CHANCE = 0.025;

/** What terms are characteristic, if more are than chance alone would bring about. */
export function describeTerms(kind: TermKind, terms: readonly Term[]): string {
  const kinds = TERM_KINDS[kind].toLowerCase();
  if (terms.length === 0) return `No ${kinds} stand in three sentences or more`;
  const strong = terms.flatMap(({ term, z }) =>
    z.flatMap((value, k) => (value > SIGNIFICANT_Z ? [{ term, sentiment: SENTIMENTS[k], z: value }] : [])),
  );
  const numTried = terms.length * SENTIMENTS.length;
  const tally = `${count(strong.length)} of ${count(numTried)} pairs of ${count(terms.length)} ${kinds} and ${SENTIMENTS.length} classes`;
  if (strong.length <= CHANCE * numTried) {
    return `Which ${kinds} a text holds tells nothing of its class: ${tally} stand out, and chance alone would bring some ${Math.ceil(CHANCE * numTried)} about`;
  }
  const best = SENTIMENTS.flatMap((sentiment) => {
    const own = strong.filter((pair) => pair.sentiment === sentiment).sort((a, b) => b.z - a.z);
    return own.slice(0, 1);
  }).sort((a, b) => b.z - a.z);
  const named = best.slice(0, 2).map(({ sentiment, term }) => `${quote(term)} for ${sentiment}`);
  return `${tally} stand out, most of all ${named.join(' and ')}`;
}

/** Whether the most frequent term of each class is also its most characteristic one. */
export function describeFrequency(kind: TermKind, terms: readonly Term[]): string {
  const kinds = TERM_KINDS[kind].toLowerCase();
  const noun = kinds.slice(0, -1);
  if (terms.length === 0) return `There are too few ${kinds} to say which are characteristic`;
  const pairs = SENTIMENTS.flatMap((sentiment, k) => {
    const best = (by: (term: Term) => number): Term => terms.reduce((a, b) => (by(b) > by(a) ? b : a));
    const frequent = best(({ numTexts }) => numTexts[k]!);
    // A class in which none stands has no most frequent one.
    return frequent.numTexts[k] === 0 ? [] : [{ sentiment, frequent, own: best(({ z }) => z[k]!), k }];
  });
  const misled = pairs.filter(({ frequent, own }) => frequent !== own);
  if (misled.length === 0)
    return `Frequency tells what is characteristic: in each class the most frequent ${noun} is the most characteristic one`;
  // The most striking: whose most frequent term speaks least for its class.
  const { sentiment, frequent, own, k } = misled.reduce((a, b) =>
    b.frequent.z[b.k]! < a.frequent.z[a.k]! ? b : a,
  );
  return `Frequency misleads: in ${misled.length} of ${pairs.length} classes the most frequent ${noun} is not the most characteristic one; of ${sentiment} texts they are ${quote(frequent.term)} (z ${decimal(frequent.z[k], 1)}) and ${quote(own.term)} (z ${decimal(own.z[k], 1)})`;
}

export function describeNegation({ turned }: Negation): string {
  const { positive, negative } = turned;
  if (positive.count + negative.count === 0)
    return 'No word that leans to a side by itself was found in the reach of a negation';
  const share = ({ count: all, numTurned }: { count: number; numTurned: number }): string =>
    all === 0 ? 'none (of none)' : `${percent(numTurned / all)} (of ${count(all)})`;
  return `A negation turns ${share(positive)} of positive words to the negative side, and ${share(negative)} of negative words to the positive one`;
}

export function describeNegationByClass({ shareOfSentences, shareByClass }: Negation): string {
  const largest = findLargest(shareByClass);
  return shareOfSentences === 0
    ? 'No sentence holds a negation'
    : `${percent(shareOfSentences)} of the sentences hold a negation; of ${SENTIMENTS[largest]} texts ${percent(shareByClass[largest]!)} do, most of all`;
}

export function describeWhyNegative(studies: readonly WhyNegative[]): string {
  const [first] = studies;
  if (first === undefined) return 'No word that is positive by itself stands in a negative text';
  const { word, numNegative, reasons } = first;
  const names = Object.keys(REASONS) as Reason[];
  const shares = names
    .map((reason) => ({ reason, share: reasons[reason].count / numNegative }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)
    .map(({ reason, share }) => `${percent(share)} ${REASONS[reason]}`);
  return `${quote(word)} is positive, and yet in ${plural(numNegative, 'sentence')} a negative text holds it: in ${shares.join(', in ')}`;
}

/** How far one source of vectors holds the two sides apart. */
export function describeWordMap({ name, sameSide, oppositeSides, pairs }: WordMap): string {
  const named = TEST_PAIRS.flatMap(([a, b], i) =>
    pairs[i] === undefined ? [] : [`${a}–${b} ${decimal(pairs[i])}`],
  );
  return `${name}: two words of one side have a cosine of ${decimal(sameSide)}, of opposite sides ${decimal(oppositeSides)}${named.length > 0 ? `; ${named.join(', ')}` : ''}`;
}

/** What training for sentiment does to vectors that only knew which words stand together. */
export function describeWordMaps(maps: readonly WordMap[]): string {
  const gap = ({ sameSide, oppositeSides }: WordMap): number => sameSide - oppositeSides;
  const [widest] = maps.toSorted((a, b) => gap(b) - gap(a));
  const others = maps.filter((map) => map !== widest);
  if (widest === undefined) return 'Too few of the words that speak for a side have vectors to map them';
  const isApart = gap(widest) > 0;
  const gaps = isApart
    ? `The ${widest.name} vectors hold words of opposite sides ${decimal(gap(widest))} farther apart than words of one side`
    : 'No vectors hold words of opposite sides farther apart than words of one side';
  const beside = (isApart ? others : [widest, ...others])
    .map((map) => `${map.name} ${decimal(gap(map))}`)
    .join(', ');
  const [happySad] = widest.pairs;
  const pair =
    happySad === undefined
      ? ''
      : `; happy–sad there: ${[widest, ...others].map(({ name, pairs }) => `${decimal(pairs[0])} (${name})`).join(', ')}`;
  return `${gaps}${beside === '' ? '' : ` (${beside})`}${pair}`;
}
