/** The sides of neutral: the expectation for a single text. */
export const SIDES = ['negative', 'neutral', 'positive'] as const;
/** The side of a text. */
export type Side = (typeof SIDES)[number];

/** The effects of a change on the valence: the expectation for a pair of texts. */
export const CHANGES = ['same', 'lower', 'higher'] as const;
/** The effect of a change. */
export type Change = (typeof CHANGES)[number];

/** A text, or a text and a changed version of it, with the expectation of a careful reader. */
export type Case = { text: string; expect: Side } | { text: string; changed: string; expect: Change };

/** The texts of a case, the changed one last. */
export function textsOf(one: Case): string[] {
  return 'changed' in one ? [one.text, one.changed] : [one.text];
}

/** The filler of a slot: a word for both texts, or one for the text and one for the changed text. */
export type Word = string | readonly [string, string];

/** Words by the name of their slot. */
export type WordLists = Readonly<Record<string, readonly Word[]>>;

/** A line of a file of cases: a sentence, or a template if its texts have slots such as `{praise}`. */
export interface CaseLine {
  text: string;
  /** The changed text of a pair; undefined for a single text. */
  changed: string | undefined;
  expect: Side | Change;
  /** The words of each slot. */
  words: WordLists;
}
