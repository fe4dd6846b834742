import { ModelFormatError } from '../errors.ts';
import type { Steps } from '../steps.ts';
import { createMemory } from '../text/remember.ts';
import { readTokenizerJson } from './tokenizer-json.ts';

/** The ids of pieces that stand side by side, such as those of a word. */
export type Pieces = readonly number[];

/** Splits texts into the pieces that an encoder reads. */
export interface PieceTokenizer {
  /** The special pieces that the encoder expects before and behind those of a text, such as `[CLS]` and `[SEP]`. */
  readonly prefix: Pieces;
  readonly suffix: Pieces;
  /** The largest id in the vocabulary. */
  readonly largestId: number;
  /** Finds the pieces of each run of a text in normalized spelling, in steps. */
  findPieces(spelled: string): Steps<Pieces[]>;
  /** Whether a word is a single piece of the vocabulary, by its normal form. */
  isPiece(normal: string): boolean;
}

/** Longer runs are cut, which bounds the time of a step: WordPiece may take 60 µs a character. */
const LONGEST_RUN = 512;
const CUTS = /.{1,512}/gsu;
/** The most characters of new runs that are split in one step. */
const STEP_CHARACTERS = 512;
/** Longer runs are not cached, which bounds the cache to a few megabytes. */
const LONGEST_KNOWN_RUN = 24;

/**
 * Creates a tokenizer from the bytes of a `tokenizer.json`. Runs of characters without white space are split
 * independently, so recent runs are cached.
 * @throws ModelFormatError, by rejecting, when it is not the tokenizer of a BERT, DistilBERT or RoBERTa
 */
export async function createPieceTokenizer(bytes: Uint8Array): Promise<PieceTokenizer> {
  const json = readTokenizerJson(bytes);
  // Imported here, so that the small kinds do without it.
  const { Tokenizer } = await import('@huggingface/tokenizers');
  const { tokenizer, prefix, suffix } = tryToCreate(() => {
    const tokenizer = new Tokenizer(json, {});
    return { tokenizer, ...findSpecialPieces((text, options) => tokenizer.encode(text, options).ids) };
  });
  const known = createMemory<Pieces>();
  const unknownId = json.model.unk_token === null ? undefined : json.model.vocab[json.model.unk_token];
  /** With byte-level BPE the space before a word is a part of its first piece. */
  const space = json.model.type === 'BPE' ? ' ' : '';
  const split = (run: string): Pieces => {
    const found = known.get(run);
    if (found) return found;
    const pieces = tokenizer.encode(run, { add_special_tokens: false }).ids;
    if (run.length <= LONGEST_KNOWN_RUN) known.set(run, pieces);
    return pieces;
  };
  const isOnePiece = (word: string): boolean => {
    const pieces = split(space + word);
    return pieces.length === 1 && pieces[0] !== unknownId;
  };
  return {
    prefix,
    suffix,
    largestId: Math.max(...new Set(Object.values(json.model.vocab))),
    *findPieces(spelled) {
      const pieces: Pieces[] = [];
      let numNew = 0;
      for (const [i, run] of spelled.split(' ').entries()) {
        const cuts = run.length <= LONGEST_RUN ? [run] : (run.match(CUTS) ?? []);
        for (const [c, cut] of cuts.entries()) {
          pieces.push(split(i > 0 && c === 0 ? space + cut : cut));
          numNew += cut.length;
          if (numNew < STEP_CHARACTERS) continue;
          numNew = 0;
          yield;
        }
      }
      return pieces;
    },
    // Vocabularies with upper case know names only so.
    isPiece: (normal) => isOnePiece(normal) || isOnePiece(normal.charAt(0).toUpperCase() + normal.slice(1)),
  };
}

/** The most special pieces of a text; BERT and RoBERTa have two. */
const MOST_SPECIAL = 8;

/** Splits a text with or without special pieces. */
type Encode = (text: string, options: { add_special_tokens: boolean }) => number[];

/** The special pieces before and behind a text. */
function findSpecialPieces(encode: Encode): { prefix: Pieces; suffix: Pieces } {
  const alone = encode('a', { add_special_tokens: false });
  const among = encode('a', { add_special_tokens: true });
  const start = among.findIndex((_, i) => alone.every((id, j) => among[i + j] === id));
  const isRight = alone.length > 0 && start >= 0 && among.length <= alone.length + MOST_SPECIAL;
  if (!isRight || !among.every(Number.isInteger)) {
    throw new Error(`"a" gives ${JSON.stringify(alone)}, and ${JSON.stringify(among)} with special pieces`);
  }
  return { prefix: among.slice(0, start), suffix: among.slice(start + alone.length) };
}

function tryToCreate<Result>(create: () => Result): Result {
  try {
    return create();
  } catch (cause) {
    const reason = String(cause instanceof Error ? cause.message : cause).split('\n', 1)[0];
    throw new ModelFormatError(
      `model file has a tokenizer that splits no text (${reason}), expected a tokenizer.json`,
      { cause },
    );
  }
}
