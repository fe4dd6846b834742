import { SENTIMENTS } from '../../../classifier/src/index.ts';
import { percent, plural } from '../../report/index.ts';
import { findClasses, findLargest, sum } from '../statistics/counting.ts';
import type { Unit } from '../texts/unit.ts';
import type { Duplicates } from './duplicates.ts';
import type { Leakage } from './leakage.ts';
import type { Lengths } from './lengths.ts';
import type { GrowthPoint, VocabularyGrowth } from './vocabulary-growth.ts';

// Findings about classes, lengths, repetitions and words, and the advice for training that follows.

/**
 * Describes how balanced the classes are.
 * @param counts texts by class, shape [numClasses], not all 0
 */
export function describeClasses(counts: readonly number[], names: readonly string[] = SENTIMENTS): string {
  const found = findClasses(counts);
  const share = (label: number): string => percent(counts[label]! / sum(counts));
  const largest = findLargest(counts);
  const smallest = found.reduce((a, b) => (counts[b]! < counts[a]! ? b : a));
  if (found.length === 1) return `All texts are ${names[largest]}`;
  const which = found.length === names.length ? 'Each class' : `Each of ${found.length} classes`;
  if (share(largest) === share(smallest)) return `${which} has about ${share(largest)} of the texts`;
  return `${share(largest)} of the texts are ${names[largest]}, ${share(smallest)} ${names[smallest]}`;
}

/** Classes count as balanced if the largest is less than this many times the smallest. */
const EVEN_FACTOR = 2;

/** Advises on the measure to judge a classifier by. @param counts texts by class, shape [numClasses], not all 0 */
export function adviseOnClasses(counts: readonly number[]): string {
  const sizes = findClasses(counts).map((label) => counts[label]!);
  if (sizes.length === 1)
    return 'there is nothing to tell apart: a classifier needs texts of two classes or more.';
  return Math.max(...sizes) < EVEN_FACTOR * Math.min(...sizes)
    ? 'the classes are about even, so accuracy counts them about alike.'
    : `accuracy rewards the largest class, so judge by macro-F1 too, which counts all ${sizes.length} alike.`;
}

/** Describes the class whose share differs most between the shortest and the longest texts. */
export function describeLengths(lengths: Lengths, names: readonly string[] = SENTIMENTS): string {
  const { bins } = lengths;
  const [first, last] = [bins[0], bins.at(-1)];
  if (first === undefined || last === undefined) return 'No text holds a word or a mark';
  const tokens = `${first.name} ${first.name === '1' ? 'token' : 'tokens'}`;
  if (first === last) return `All texts have about one length: ${tokens}`;
  const label = findLargest(shareDifferences(lengths).map(Math.abs));
  return `${percent(shareOf(first, label))} of texts of ${tokens} are ${names[label]}, ${percent(shareOf(last, label))} of those of ${last.name}`;
}

const shareOf = ({ numTexts }: Lengths['bins'][number], label: number): number =>
  numTexts[label]! / sum(numTexts);

/** The share of each class among the longest texts minus its share among the shortest; shape [numClasses]. */
function shareDifferences({ bins }: Lengths): number[] {
  return bins[0]!.numTexts.map((_, label) => shareOf(bins.at(-1)!, label) - shareOf(bins[0]!, label));
}

/** Smaller differences of shares are not reported. */
const CLEAR_DIFFERENCE = 0.1;

/** Advises on whether length predicts the class. */
export function adviseOnLengths(lengths: Lengths, unit: Unit): string {
  if (lengths.bins.length < 2) return 'of texts of another length this data tells nothing.';
  return Math.max(...shareDifferences(lengths).map(Math.abs)) < CLEAR_DIFFERENCE
    ? 'the length tells little of the class.'
    : `the length alone tells something of the class, so measure accuracy on ${unit === 'sentence' ? 'whole sentences' : 'long texts'} apart from that on all texts.`;
}

/** Describes the distribution of lengths. */
export function describeHistogram({ median, percentile95, longest }: Lengths): string {
  return `Half of the texts have at most ${plural(median, 'token')}, 95 of 100 at most ${percentile95}, the longest ${longest}`;
}

/** Describes how many texts repeat another. */
export function describeRepeats(numTexts: number, { numRepeated }: Duplicates): string {
  return numRepeated === 0
    ? 'No text repeats another'
    : `${percent(numRepeated / numTexts)} of the texts equal another one, ignoring case and spelling`;
}

/** Advises on labelling repeated texts. */
export function adviseOnRepeats({ numRepeated }: Duplicates): string {
  return numRepeated === 0
    ? 'each text is worth a label of its own.'
    : 'a text that repeats needs to be labelled once only; labelled again, it tells how noisy labels are.';
}

/** Describes how many texts repeat another, and how often their labels differ. */
export function describeDuplicates(numTexts: number, duplicates: Duplicates): string {
  const { numRepeated, numShared, conflicts } = duplicates;
  const repeats = describeRepeats(numTexts, duplicates);
  if (numRepeated === 0) return repeats;
  return `${repeats}; of ${plural(numShared, 'text')} that others repeat, ${percent(conflicts.length / numShared)} have more than one label`;
}

/** Advises on the noise of the labels, as seen in repeated texts. */
export function adviseOnDuplicates({ numRepeated, numShared, conflicts, bestAccuracy }: Duplicates): string {
  if (numRepeated === 0) return 'labels contradict each other nowhere, so nothing tells how noisy they are.';
  if (conflicts.length === 0)
    return 'texts that repeat have the same label each time, so the labels look sure.';
  return `where a text was labelled again, the label was another one in ${percent(conflicts.length / numShared)} of cases: so noisy are all labels, as far as these tell. Because few texts repeat, a classifier that ignores case and spelling may still get ${percent(bestAccuracy)} right here.`;
}

/** Describes how many texts are near-duplicates of others. */
export function describeNearDuplicates(numTexts: number, numNear: number): string {
  return numNear === 0
    ? 'No text is a near-duplicate of another: none shares most of its runs of five words with one'
    : `${percent(numNear / numTexts)} of the texts are near-duplicates of others: they share most of their runs of five words, and train keeps them on one side of each split`;
}

/** The name of a split in the report. */
export function nameSplit({ split }: Pick<Leakage, 'split'>, unit: Unit): string {
  if (split === 'text by text') return 'at random';
  return unit === 'sentence' ? 'by sentence' : 'with equal texts together';
}

/**
 * Describes the leakage of a random split, compared with one that keeps groups together. @param leakage of both
 * splits
 */
export function describeLeakage(leakage: readonly Leakage[], unit: Unit): string {
  const [random, grouped] = leakage as [Leakage, Leakage];
  const { shareOverlapping, memoryAccuracy, majorityAccuracy } = random;
  const shared =
    unit === 'sentence'
      ? 'overlap within their sentence with a text of the other, or repeat one'
      : 'also stand in the other';
  const kept = unit === 'sentence' ? 'when split by sentence' : 'if equal texts are kept together';
  const overlap = `${percent(shareOverlapping)} of one half’s texts ${shared} (${percent(grouped.shareOverlapping)} ${kept})`;
  const gain = memoryAccuracy - majorityAccuracy;
  const memory = `a lookup table gets ${percent(memoryAccuracy)} right, the largest class ${percent(majorityAccuracy)}`;
  if (!isLeaking(leakage)) {
    return grouped.shareOverlapping > LEAKING_SHARE
      ? `A random split leaks about as much as one ${nameSplit(grouped, unit)}: ${overlap}`
      : `A random split leaks little: ${overlap}`;
  }
  return `A random split leaks: ${overlap}, ${gain > 0 ? `and ${memory}` : `though ${memory}`}`;
}

/** Smaller shares of leaked texts may be chance. */
const LEAKING_SHARE = 0.05;

function isLeaking([random, grouped]: readonly Leakage[]): boolean {
  return random!.shareOverlapping > grouped!.shareOverlapping + LEAKING_SHARE;
}

/**
 * Advises on how to split the data.
 * @param leakage of both splits
 * @param numNear the number of near-duplicates
 */
export function adviseOnLeakage(leakage: readonly Leakage[], unit: Unit, numNear = 0): string {
  const together = unit === 'sentence' ? 'phrases of one sentence' : 'equal texts';
  if (isLeaking(leakage)) {
    const [{ memoryAccuracy, majorityAccuracy }] = leakage as [Leakage];
    const measured =
      memoryAccuracy > majorityAccuracy
        ? 'what a random split measures is partly memory'
        : 'a random split shows a model words that it is tested on, though a lookup table gains nothing here';
    return `${together} belong on the same side of a split; ${measured}.`;
  }
  const [, grouped] = leakage;
  if (grouped!.shareOverlapping > LEAKING_SHARE) {
    return 'a random split is no worse than another, but texts that stand on both sides make it partly a measure of memory.';
  }
  return numNear === 0
    ? 'a random split of these texts measures what it should.'
    : 'equal texts spoil a random split little; near-duplicates are not counted here: keep them on one side of it too, as train does.';
}

/** Describes the size of the vocabulary, and the share of new words in the last tenth. */
export function describeGrowth({ points, shareNew }: VocabularyGrowth, unit: Unit): string {
  const { numSentences, numWords } = points.at(-1) as GrowthPoint;
  return `${plural(numSentences, unit)} ${numSentences === 1 ? 'holds' : 'hold'} ${plural(numWords, 'word')}, and ${percent(shareNew)} of the words of the last tenth were new`;
}

/** Below this share of new words the vocabulary counts as nearly complete. */
const FEW_NEW = 0.01;

/** Advises on whether a model must expect unknown words. */
export function adviseOnVocabulary({ shareNew }: VocabularyGrowth): string {
  return shareNew < FEW_NEW
    ? 'more texts of this kind bring few unknown words.'
    : 'unknown words keep coming, so a model needs something for them, such as pieces of words or pretrained vectors.';
}
