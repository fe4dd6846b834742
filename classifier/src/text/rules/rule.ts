import { type Rewritten, replaceMatches } from '../edits.ts';

/** A rule that rewrites one kind of spelling. */
export interface Rule {
  /** A short description for people. */
  name: string;
  /** A text as written, and as the rule rewrites it. */
  example: readonly [written: string, read: string];
  /** Whether the rule only applies to texts with non-ASCII characters. */
  isBeyondAscii?: boolean;
  /** The rule only applies to texts that contain this, or for which it holds; faster than matching the pattern. */
  trigger?: string | RegExp | ((text: string) => boolean);
  /** Applies the rule to a text. */
  rewrite(text: string): Rewritten;
}

/** Creates a rule that replaces each match. The pattern must take linear time on any text. */
export function rule(
  about: Omit<Rule, 'rewrite'>,
  pattern: RegExp,
  replacement: string | ((match: RegExpExecArray) => string | undefined),
): Rule {
  const replace = typeof replacement === 'string' ? () => replacement : replacement;
  return { ...about, rewrite: (text) => replaceMatches(text, pattern, replace) };
}
