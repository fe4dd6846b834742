import { SENTIMENTS } from '../../../../classifier/src/index.ts';
import { findLargest } from '../../measures/counting.ts';
import type { Negation } from '../../measures/negation.ts';
import type { Turned } from '../../measures/turns.ts';
import { QUESTION, REASONS, type Reason, type WhyNegative } from '../../measures/why-negative.ts';
import type { Unit } from '../../study.ts';
import { list, percent, perMille, plural, quote } from '../describe.ts';

/** What the data says of negations, and what that means for training. */

export function describeNegation({ shareOfSentences, turned }: Negation, unit: Unit): string {
  if (shareOfSentences === 0) return `No ${unit} holds a negation`;
  const sides = [
    describeTurned(turned.positive, 'positive', 'negative'),
    describeTurned(turned.negative, 'negative', 'positive'),
  ].flatMap((side) => side ?? []);
  if (sides.length === 0) {
    return 'Too few words that lean to a side stand in the reach of a negation to say what it does to them';
  }
  return `A negation turns ${list(sides)}`;
}

function describeTurned(
  { numUses, numWords, numTurned, shareWithout }: Turned,
  side: string,
  otherSide: string,
): string | undefined {
  if (numUses === 0) return undefined;
  const without =
    shareWithout === undefined ? '' : ` (without one ${percent(shareWithout)}, in texts as long)`;
  return `${percent(numTurned / numUses)} of ${plural(numUses, 'use')} of ${plural(numWords, `${side} word`)} to the ${otherSide} side${without}`;
}

export function describeNegationByClass({ shareOfSentences, shareByClass }: Negation, unit: Unit): string {
  const largest = findLargest(shareByClass);
  return shareOfSentences === 0
    ? `No ${unit} holds a negation`
    : `${percent(shareOfSentences)} of the ${unit}s hold a negation; of ${SENTIMENTS[largest]} texts ${percent(shareByClass[largest]!)} do, most of all`;
}

/** The word that the report tells of: the question of the first version, or the one most frequent in negative texts. */
export function chooseWhyNegative(studies: readonly WhyNegative[]): WhyNegative | undefined {
  return studies.find(({ word }) => word === QUESTION) ?? studies[0];
}

export function describeWhyNegative(studies: readonly WhyNegative[], unit: Unit): string {
  const study = chooseWhyNegative(studies);
  if (study === undefined)
    return 'No word was met often enough to call it positive, and in a negative text too';
  const { word, numNegative, shareOfNegative, shareOfPositive, reasons } = study;
  const names = Object.keys(REASONS) as Reason[];
  const shares = names
    .map((reason) => ({ reason, share: reasons[reason].count / numNegative }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)
    .map(({ reason, share }) => `in ${percent(share)} ${REASONS[reason]}`);
  const frequency = `of 1,000 negative texts ${perMille(shareOfNegative)} hold it, of 1,000 positive ones ${perMille(shareOfPositive)}`;
  const holders =
    unit === 'sentence'
      ? `${plural(numNegative, unit)} with a negative text that holds it`
      : `${plural(numNegative, 'negative text')} that ${numNegative === 1 ? 'holds' : 'hold'} it`;
  return `${quote(word)} is a positive word${shareOfNegative < shareOfPositive ? ', and rarer in negative texts' : ', and no rarer in negative texts'}: ${frequency}; of ${holders}, ${list(shares)}`;
}

/** A smaller difference from what happens without a negation is not worth a word. */
const CLEAR_DIFFERENCE = 0.1;

export function adviseOnNegation({ turned }: Negation): string {
  const sides = [turned.positive, turned.negative].filter(({ numUses }) => numUses > 0);
  if (sides.length === 0)
    return 'what a negation does must be learnt from other data: this says too little of it.';
  const isTurning = sides.some(
    ({ numTurned, numUses, shareWithout = 0 }) => numTurned / numUses > shareWithout + CLEAR_DIFFERENCE,
  );
  return isTurning
    ? 'single words are not enough; n-grams, features for words in the reach of a negation, or a network that reads in order can tell these apart.'
    : 'negations turn few words here, so that single words lose little by not seeing them.';
}
