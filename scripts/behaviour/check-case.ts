import { type Case, textsOf } from './case.ts';
import type { Judge, Verdict } from './judges.ts';

/** How far the valence may move although it should stay the same, if the side changes. */
const SAME_MARGIN = 0.5;
/** How far the valence may move in the wrong direction. */
const DIRECTION_MARGIN = 0.1;

/** The definition of a failure, in words; it is the same for every judge. */
export const FAILURE_RULE = `A case fails where one text is not on its side (labels 0 and 1 are negative, 2 is neutral, 3 and 4 positive), where two texts that should come out the same are on different sides and their valences more than ${SAME_MARGIN} apart, and where a change moves the valence more than ${DIRECTION_MARGIN} the wrong way. The scores of the lexicons, from -1 to 1, are stretched to the range of a valence, 0 to 4, and only a score of 0 is neutral.`;

/** A case that a judge fails, with its verdict on each text. */
export interface Failure {
  failed: Case;
  verdicts: Verdict[];
}

/** Checks a case with a judge: the failure, or `undefined` if it passes. */
export async function checkCase(one: Case, { judge }: Judge): Promise<Failure | undefined> {
  const verdicts = await Promise.all(textsOf(one).map(judge));
  return isPassed(one, verdicts as [Verdict, Verdict]) ? undefined : { failed: one, verdicts };
}

/** Formats a failure in one line: the expectation, and the judge's verdict on each text. */
export function describeFailure({ failed, verdicts }: Failure): string {
  const said = textsOf(failed).map((text, i) => {
    const { side, valence } = verdicts[i]!;
    return `${side} ${valence.toFixed(2)} ${showText(text)}`;
  });
  return `expected ${failed.expect}: ${said.join(' → ')}`;
}

function isPassed(one: Case, [first, changed]: [Verdict, Verdict]): boolean {
  switch (one.expect) {
    case 'same':
      return changed.side === first.side || Math.abs(changed.valence - first.valence) <= SAME_MARGIN;
    case 'lower':
      return changed.valence - first.valence <= DIRECTION_MARGIN;
    case 'higher':
      return first.valence - changed.valence <= DIRECTION_MARGIN;
    default:
      return first.side === one.expect;
  }
}

/** Formats a text as Markdown code, with invisible characters escaped. */
function showText(text: string): string {
  const toEscape = (character: string): string => `\\u{${character.codePointAt(0)!.toString(16)}}`;
  const visible = text.replace(/[\p{Cc}\p{Cf}\u2800]|[^\S ]/gu, toEscape);
  return `\`${visible.replaceAll('`', "'")}\``;
}
