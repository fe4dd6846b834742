import type { Case, CaseLine, Word } from './case.ts';

const SLOT = /\{([a-z]+)\}/g;

/** The names of the slots of a text, each once, in the order of the text. */
export function findSlots(text: string): string[] {
  return [...new Set([...text.matchAll(SLOT)].map((match) => match[1]!))];
}

/**
 * The cases of a line: one of a sentence, of a template as many as its longest list has words. The i-th takes the i-th
 * word of each list, where shorter lists begin again. So the cases grow with the lists, not with their product, and
 * whoever writes a template sees which words meet.
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
