import type { Case, CaseLine, Word } from './case.ts';

const SLOT = /\{([a-z]+)\}/g;

/** The names of the slots of a text, each once, in the order of the text. */
export function findSlots(text: string): string[] {
  return [...new Set([...text.matchAll(SLOT)].map((match) => match[1]!))];
}

/**
 * Expands a line into cases. A sentence gives one case. A template gives as many as its longest list has words: case i
 * takes word i of each list, and shorter lists start again. So the number of cases grows with the lists and not with
 * their product, and the author of a template sees which words are combined.
 */
export function expandCase({ text, changed, expect, words }: CaseLine): Case[] {
  const numCases = Math.max(1, ...Object.values(words).map((list) => list.length));
  return Array.from({ length: numCases }, (_, i) => {
    const fill = (template: string, place: 0 | 1): string =>
      template.replace(SLOT, (_, slot: string) => wordAt(words[slot]!, i, place));
    const filled = { text: fill(text, 0), expect };
    return (changed === undefined ? filled : { ...filled, changed: fill(changed, 1) }) as Case;
  });
}

function wordAt(list: readonly Word[], i: number, place: 0 | 1): string {
  const word = list[i % list.length]!;
  return typeof word === 'string' ? word : word[place];
}
