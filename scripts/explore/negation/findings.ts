import { SENTIMENTS } from '../../../classifier/src/index.ts';
import { decimal, list, percent, perMille, plural, quote } from '../../report/index.ts';
import { findLargest } from '../statistics/counting.ts';
import type { Unit } from '../texts/unit.ts';
import type { Negation } from './study.ts';
import type { Turned } from './turned.ts';
import { QUESTION, REASONS, type Reason, type WhyNegative } from './why-negative.ts';

// Findings about negations, and the advice for training that follows.

/** Describes how often a negation turns words to the other side. */
export function describeNegation({ shareOfSentences, turned }: Negation, unit: Unit): string {
  if (shareOfSentences === 0) return `No ${unit} holds a negation`;
  const sides = [
    describeTurned(turned.positive, 'positive', 'negative'),
    describeTurned(turned.negative, 'negative', 'positive'),
  ].flatMap((side) => side ?? []);
  if (sides.length === 0) {
    return 'Too few words that lean to a side stand in the reach of a negation to say what it does to them';
  }
  const isClear = Object.values(turned).some(isTurning);
  return `A negation turns ${isClear ? '' : 'no more words than chance does: '}${list(sides)}`;
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

/** Describes how often negations occur, and in which class most. */
export function describeNegationByClass({ shareOfSentences, shareByClass }: Negation, unit: Unit): string {
  const largest = findLargest(shareByClass);
  return shareOfSentences === 0
    ? `No ${unit} holds a negation`
    : `${percent(shareOfSentences)} of the ${unit}s hold a negation; of ${SENTIMENTS[largest]} ones ${percent(shareByClass[largest]!)} do, most of all`;
}

/** Chooses the word to report on: `QUESTION`, or the word most frequent in negative texts. */
export function chooseWhyNegative(studies: readonly WhyNegative[]): WhyNegative | undefined {
  return studies.find(({ word }) => word === QUESTION) ?? studies[0];
}

/** Describes why the word chosen by `chooseWhyNegative` occurs in negative texts. */
export function describeWhyNegative(studies: readonly WhyNegative[], unit: Unit): string {
  const study = chooseWhyNegative(studies);
  if (study === undefined) return 'No word that is positive beyond chance stands in a negative text';
  const { word, plain, numNegative, shareOfNegative, shareOfPositive, reasons } = study;
  const explained = (Object.keys(REASONS) as Reason[])
    .filter((reason) => reason !== 'unexplained' && reasons[reason].share > 0)
    .sort((a, b) => reasons[b].share - reasons[a].share);
  const why = explained.map((reason, i) => {
    const { share, shareOfPositive: other } = reasons[reason];
    return `in ${percent(share)} ${REASONS[reason]} (${i === 0 ? 'where a positive one does, ' : ''}${percent(other)})`;
  });
  const answer = why.length > 0 ? list(why) : REASONS.unexplained;
  const frequency = shareOfNegative < shareOfPositive ? 'rarer' : 'no rarer';
  const holders =
    unit === 'sentence'
      ? `${plural(numNegative, unit)} in which a negative text holds it`
      : `${plural(numNegative, 'negative text')} that ${numNegative === 1 ? 'holds' : 'hold'} it`;
  return `${quote(word)} has a mean label of ${decimal(plain, 1)} by itself, and is ${frequency} in negative texts than in positive ones (${perMille(shareOfNegative)} of 1,000 against ${perMille(shareOfPositive)}); of ${holders}, ${answer}`;
}

/** Whether words in the scope of a negation are turned clearly and significantly more often than words outside. */
function isTurning({ numUses, numTurned, shareWithout = 0 }: Turned): boolean {
  if (numUses === 0) return false;
  const atLeast = Math.max(CLEAR_DIFFERENCE, 1 / Math.sqrt(numUses)); // upper bound of two standard errors of a share
  return numTurned / numUses > shareWithout + atLeast;
}

/** Smaller differences from words without a negation are not reported. */
const CLEAR_DIFFERENCE = 0.1;

/** Advises on whether single words are enough for a model. */
export function adviseOnNegation({ turned }: Negation): string {
  const sides = Object.values(turned);
  if (sides.every(({ numUses }) => numUses === 0))
    return 'what a negation does must be learnt from other data: this says too little of it.';
  return sides.some(isTurning)
    ? 'single words are not enough; n-grams, features for words in the reach of a negation, or a network that reads in order can tell these apart.'
    : 'negations turn few words here, or too few to tell, so that single words lose little by not seeing them.';
}
