import { createLexemeTable, type LexemeTable } from './lexeme-table.ts';

/** Where a property of a lexeme stands: in which of its numbers, and in which bits of it. */
type BitField = [number: number, mask: number, shift: number, ...rest: number[]];

/** wink's core model as its file holds it; numbers are in base64. */
export interface CoreModel {
  features: { lexeme: { list: string[] } };
  packing: { size: number; layout: Record<string, BitField> };
  lexicon: string;
  xpansions: string;
  tcat: unknown;
  preserve: unknown;
  trex: unknown;
}

/** What of the core model tokens and sentences need, ready to be read without building anything. */
export interface PackedCore {
  lexemes: LexemeTable;
  /** Pairs: a place in the lexicon, and the number there; all other numbers are 0. */
  lexicon: Uint32Array;
  /** The number of numbers in the lexicon. */
  lexiconLength: number;
  /** What contractions are short for. */
  xpansions: Uint32Array;
  /** Contractions of letters alone, such as `cannot`. */
  plainContractions: string[];
  /** Small letters, with a full stop behind them or not, that tell where sentences end: `etc.`. */
  sentenceHints: string[];
  /** How the lexicon is laid out, the kinds of tokens, and the patterns that find them. */
  rules: Pick<CoreModel, 'packing' | 'tcat' | 'preserve' | 'trex'>;
}

/** The properties that tokens and sentences are found by. Few lexemes have any of them. */
const PROPERTIES = ['normal', 'isSpellingMapped', 'isContraction', 'sbdHint', 'isAbbrev'];

/** Leaves out parts of speech, lemmas, shapes and all else that neither tokens nor sentences need. */
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
    // A lemma is kept only where wink makes it point to something else.
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

/** Numbers of 32 bits from base64. */
function toNumbers(base64: string): Uint32Array {
  const binary = atob(base64);
  // A loop, since `from` with a function takes thirty times as long: 0.3 s of each start from source.
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return new Uint32Array(bytes.buffer);
}
