import { type Rewritten, replaceMatches } from '../edits.ts';

/** What is made of one thing that people write. */
export interface Rule {
  /** What it is about, for people. */
  name: string;
  /** What people write, and what is read instead. */
  example: readonly [written: string, read: string];
  /** Whether it can only apply to a text with a character beyond ASCII. */
  isBeyondAscii?: boolean;
  /** A text that does not hold this is left as it is: looking for one character is quicker than for the pattern. */
  trigger?: string | RegExp;
  rewrite(text: string): Rewritten;
}

/** A rule that puts something in the place of each match; patterns must take linear time in any text. */
export function rule(
  about: Omit<Rule, 'rewrite'>,
  pattern: RegExp,
  replacement: string | ((match: RegExpExecArray) => string | undefined),
): Rule {
  const replace = typeof replacement === 'string' ? () => replacement : replacement;
  return { ...about, rewrite: (text) => replaceMatches(text, pattern, replace) };
}
