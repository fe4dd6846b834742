/** The sides of neutral that a text may be on: what is expected of one text. */
export const SIDES = ['negative', 'neutral', 'positive'] as const;
export type Side = (typeof SIDES)[number];

/** What a change to a text may do to it: what is expected of a pair. */
export const CHANGES = ['same', 'lower', 'higher'] as const;
export type Change = (typeof CHANGES)[number];

/** A text, or a text and the same one changed, and what a careful reader says. */
export type Case = { text: string; expect: Side } | { text: string; changed: string; expect: Change };

/** The texts of a case, the changed one last. */
export function textsOf(one: Case): string[] {
  return 'changed' in one ? [one.text, one.changed] : [one.text];
}

/** What stands in a slot: a word, or one for the text and one for the changed text. */
export type Word = string | readonly [string, string];

/** Words by the name of their slot. */
export type WordLists = Readonly<Record<string, readonly Word[]>>;

/** A line of a file of cases: a sentence, or a template where its texts have slots such as `{praise}`. */
export interface CaseLine {
  text: string;
  /** The text of a pair that must come out the same, lower or higher. */
  changed: string | undefined;
  expect: Side | Change;
  /** The words of each slot. */
  words: WordLists;
}
