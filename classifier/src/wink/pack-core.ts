import { createLexemeTable, type LexemeTable } from './lexeme-table.ts';

/** The position of a lexeme's property: the index of the number, and the bits in it. */
type BitField = [number: number, mask: number, shift: number, ...rest: number[]];

/** wink's core model as in its file; numbers are base64. */
export interface CoreModel {
  features: { lexeme: { list: string[] } };
  packing: { size: number; layout: Record<string, BitField> };
  lexicon: string;
  xpansions: string;
  tcat: unknown;
  preserve: unknown;
  trex: unknown;
}

/** The parts of the core model that tokenization and sentence splitting need, ready to use. */
export interface PackedCore {
  lexemes: LexemeTable;
  /** Pairs of an index in the lexicon and the number there; all other numbers are 0. */
  lexicon: Uint32Array;
  /** The number of entries in the lexicon. */
  lexiconLength: number;
  /** The expansions of contractions. */
  xpansions: Uint32Array;
  /** Contractions that consist only of letters, such as `cannot`. */
  plainContractions: string[];
  /** Lower-case words, with or without a full stop, that affect where sentences end: `etc.`. */
  sentenceHints: string[];
  /** The layout of the lexicon, the kinds of tokens, and the patterns that find them. */
  rules: Pick<CoreModel, 'packing' | 'tcat' | 'preserve' | 'trex'>;
}

/** The properties used to find tokens and sentences. Few lexemes have any of them. */
const PROPERTIES = ['normal', 'isSpellingMapped', 'isContraction', 'sbdHint', 'isAbbrev'];

/** Packs the core model. Parts of speech, lemmas, shapes and everything else unneeded are dropped. */
export function packCore({ features, packing, ...core }: CoreModel): PackedCore {
  const { list } = features.lexeme;
  const { size, layout } = packing;
  const lexicon = toNumbers(core.lexicon);
  const read = (index: number, property: string): number => {
    const [number, mask] = layout[property]!;
    return lexicon[index * size + number]! & mask;
  };
  const pairs: number[] = [];
  for (const index of list.keys()) {
    // A lemma is only kept where wink uses its bits as a pointer.
    const hasPointer = read(index, 'isContraction') !== 0 || read(index, 'isSpellingMapped') !== 0;
    const numbers = new Uint32Array(size);
    for (const property of hasPointer ? [...PROPERTIES, 'lemma'] : PROPERTIES) {
      numbers[layout[property]![0]]! |= read(index, property);
    }
    for (const [i, number] of numbers.entries()) if (number !== 0) pairs.push(index * size + i, number);
  }
  return {
    lexemes: createLexemeTable(list),
    lexicon: Uint32Array.from(pairs),
    lexiconLength: lexicon.length,
    xpansions: toNumbers(core.xpansions),
    plainContractions: list.filter(
      (word, index) => read(index, 'isContraction') !== 0 && /^[a-z]+$/i.test(word),
    ),
    sentenceHints: list.filter(
      (word, index) =>
        (read(index, 'sbdHint') !== 0 || read(index, 'isAbbrev') !== 0) && /^[a-z]+\.?$/.test(word),
    ),
    rules: { packing, tcat: core.tcat, preserve: core.preserve, trex: core.trex },
  };
}

/** Decodes base64 to 32-bit numbers. */
function toNumbers(base64: string): Uint32Array {
  const binary = atob(base64);
  // A loop, because `from` with a callback is thirty times slower: 0.3 s of each start from source.
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return new Uint32Array(bytes.buffer);
}
