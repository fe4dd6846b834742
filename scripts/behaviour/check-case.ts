import { type Case, textsOf } from './case.ts';
import type { Judge, Verdict } from './judges.ts';

/** How far a valence may move where a text should come out the same, though its side changes. */
const SAME_MARGIN = 0.5;
/** How far a valence may move the wrong way where it should become lower or higher. */
const DIRECTION_MARGIN = 0.1;

/** What counts as a failure, in words, the same for every judge. */
export const FAILURE_RULE = `A case fails where one text is not on its side (labels 0 and 1 are negative, 2 is neutral, 3 and 4 positive), where two texts that should come out the same are on different sides and their valences more than ${SAME_MARGIN} apart, and where a change moves the valence more than ${DIRECTION_MARGIN} the wrong way. The scores of the lexicons, from -1 to 1, are stretched to the range of a valence, 0 to 4, and only a score of 0 is neutral.`;

/** A case that a judge fails, with what it says of each text. */
export interface Failure {
  failed: Case;
  verdicts: Verdict[];
}

/** The failure of a judge at a case, `undefined` where it passes. */
export function checkCase(one: Case, { judge }: Judge): Failure | undefined {
  const verdicts = textsOf(one).map(judge);
  return isPassed(one, verdicts as [Verdict, Verdict]) ? undefined : { failed: one, verdicts };
}

/** A failure in one line: what was expected, and what the judge says of each text. */
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

/** A text in Markdown's signs for code, with what cannot be seen as an escape. */
function showText(text: string): string {
  const toEscape = (character: string): string => `\\u{${character.codePointAt(0)!.toString(16)}}`;
  const visible = text.replace(/[\p{Cc}\p{Cf}\u2800]|[^\S ]/gu, toEscape);
  return `\`${visible.replaceAll('`', "'")}\``;
}
