/**
 * Sets the phrase of a sign apart by commas, so that no negation before it reaches it. At the end of a sentence, the
 * phrase belongs to that sentence.
 */
export function setAside(match: RegExpExecArray, phrase: string): string {
  const { before, after } = neighboursOf(match);
  const isFirst = before === undefined || /[,;:("'-]/.test(before);
  const isBeforeWord = after !== undefined && /[\p{L}\p{N}"'(#]/u.test(after);
  const stop = before !== undefined && /[.!?]/.test(before) ? ' .' : ' ,';
  return setApart(match, `${isFirst ? '' : ', '}${phrase}${isBeforeWord ? stop : ''}`);
}

/** Inserts the phrase of a sign into the sentence, with spaces around it. */
export function setApart({ input, 0: match, index }: RegExpExecArray, phrase: string): string {
  const isJoinedBefore = /\S$/.test(input.slice(Math.max(0, index - 1), index));
  const end = index + match.length;
  return `${isJoinedBefore ? ' ' : ''}${phrase}${/^\S/.test(input.slice(end, end + 1)) ? ' ' : ''}`;
}

/** The nearest non-white-space characters before and after a match, unless the gap is very wide. */
function neighboursOf({ input, 0: match, index }: RegExpExecArray): { before?: string; after?: string } {
  const before = input
    .slice(Math.max(0, index - 10), index)
    .trimEnd()
    .at(-1);
  const after = input.slice(index + match.length, index + match.length + 10).trimStart()[0];
  return { ...(before && { before }), ...(after && { after }) };
}
