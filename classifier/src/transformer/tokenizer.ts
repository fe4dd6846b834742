import { ModelFormatError } from '../errors.ts';
import type { Steps } from '../steps.ts';
import { createMemory } from '../text/remember.ts';
import { readTokenizerJson, type TokenizerJson } from './tokenizer-json.ts';
import { splitWord } from './word-piece.ts';

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

/** Longer runs are cut, which bounds the time of a step: BPE may take 15 µs a character. */
const LONGEST_RUN = 512;
const CUTS = /.{1,512}/gsu;
/** The most characters of runs that are split in one step. */
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
  const { splitAfresh, prefix, suffix } = tryToCreate(() => {
    const tokenizer: LibraryTokenizer = new Tokenizer(json, {});
    return { splitAfresh: createSplit(tokenizer, json.model), ...findSpecialPieces(tokenizer) };
  });
  const { vocab, type, unk_token } = json.model;
  const known = createMemory<Pieces>();
  const unknownId = unk_token === null ? undefined : vocab[unk_token];
  /** With byte-level BPE the space before a word is a part of its first piece. */
  const space = type === 'BPE' ? ' ' : '';
  const split = (run: string): Pieces => {
    const found = known.get(run);
    if (found) return found;
    const pieces = splitAfresh(run);
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
    largestId: Object.values(vocab).reduce((most, id) => Math.max(most, id)),
    *findPieces(spelled) {
      const pieces: Pieces[] = [];
      let numCharacters = 0;
      for (const [i, run] of spelled.split(' ').entries()) {
        const cuts = run.length <= LONGEST_RUN ? [run] : (run.match(CUTS) ?? []);
        for (const [c, cut] of cuts.entries()) {
          pieces.push(split(i > 0 && c === 0 ? space + cut : cut));
          numCharacters += cut.length;
          if (numCharacters < STEP_CHARACTERS) continue;
          numCharacters = 0;
          yield;
        }
      }
      return pieces;
    },
    // Vocabularies with upper case know names only so.
    isPiece: (normal) => isOnePiece(normal) || isOnePiece(normal.charAt(0).toUpperCase() + normal.slice(1)),
  };
}

/** What is used of the library's tokenizer, whose types Node.js does not resolve. */
interface LibraryTokenizer {
  encode(text: string, options: { add_special_tokens: boolean }): { ids: number[]; tokens: string[] };
  token_to_id(piece: string): number | undefined;
  normalizer: { normalize(text: string): string } | null;
  pre_tokenizer: { pre_tokenize(text: string): string[] } | null;
}

/** Creates a function that splits a run into pieces, without special ones. */
function createSplit(tokenizer: LibraryTokenizer, model: TokenizerJson['model']): (run: string) => number[] {
  if (model.type === 'BPE') return (run) => tokenizer.encode(run, { add_special_tokens: false }).ids;
  const vocabulary = {
    idOf: (piece: string) => tokenizer.token_to_id(piece),
    unknownId: model.vocab[model.unk_token]!,
    continuation: model.continuing_subword_prefix,
    longestPiece: Object.keys(model.vocab).reduce((most, { length }) => Math.max(most, length), 0),
    longestWord: model.max_input_chars_per_word,
  };
  return (run) => {
    const words = tokenizer.pre_tokenizer!.pre_tokenize(tokenizer.normalizer!.normalize(run));
    return words.flatMap((word) => splitWord(word, vocabulary));
  };
}

/** The most special pieces of a text; BERT and RoBERTa have two. */
const MOST_SPECIAL = 8;

/** The special pieces before and behind a text. */
function findSpecialPieces(tokenizer: LibraryTokenizer): { prefix: Pieces; suffix: Pieces } {
  const alone = tokenizer.encode('a', { add_special_tokens: false }).ids;
  const { ids: among, tokens } = tokenizer.encode('a', { add_special_tokens: true });
  const start = among.findIndex((_, i) => alone.every((id, j) => among[i + j] === id));
  const isRight = alone.length > 0 && start >= 0 && among.length <= alone.length + MOST_SPECIAL;
  if (!isRight || !tokens.every((piece) => tokenizer.token_to_id(piece) !== undefined)) {
    throw new Error(`"a" becomes ${tokens.join(' ')}`);
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
