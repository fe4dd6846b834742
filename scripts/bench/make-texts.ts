import type { Random } from '../../classifier/training/index.ts';

/** Words as reviews have them, each one token; a few names are in no dictionary. */
const WORDS =
  `the a of and to it is not this film movie story that as with for its but in an you too more very
  characters director comedy drama performances plot script , funny dull moving clever never no good bad great
  best love little much just even enough feels makes Moretti Accorsi Lindqvist surprisingly unforced tiresome`.split(
    /\s+/,
  );

/** Texts of so many tokens each. */
export function makeTexts(numTexts: number, numTokens: number, random: Random): string[] {
  const draw = (): string => WORDS[Math.floor(random() * WORDS.length)]!;
  return Array.from({ length: numTexts }, () => `${Array.from({ length: numTokens - 1 }, draw).join(' ')}.`);
}
