import { ModelFormatError } from '../errors.ts';

/** The parts of a `tokenizer.json` that are read here. */
export interface TokenizerJson {
  normalizer: object | null;
  pre_tokenizer: object;
  post_processor: object;
  decoder: null;
  added_tokens: readonly never[];
  model: WordPieceJson | BpeJson;
}

interface ModelJson {
  /** The id of each piece, special ones included. */
  vocab: Record<string, number>;
}
interface WordPieceJson extends ModelJson {
  type: 'WordPiece';
  unk_token: string;
  continuing_subword_prefix: string;
  max_input_chars_per_word: number;
}
interface BpeJson extends ModelJson {
  type: 'BPE';
  unk_token: string | null;
}

/** What each kind of tokenizer consists of: that of BERT and DistilBERT, and that of RoBERTa. */
const PARTS = {
  WordPiece: ['BertNormalizer', 'BertPreTokenizer'],
  BPE: [undefined, 'ByteLevel'],
} as const;
const EXPECTED =
  'that of a BERT, DistilBERT or RoBERTa: WordPiece with BertNormalizer and BertPreTokenizer, or BPE with ByteLevel';
/** Ids are read as int32. */
const LARGEST_ID = 2 ** 31 - 1;
/** The usual `max_input_chars_per_word`, and the largest one. */
const LONGEST_WORD = 100;

/**
 * Reads a `tokenizer.json`. Its special pieces become ordinary ones of the vocabulary, so that a text which spells
 * `[SEP]` does not get one.
 * @param bytes JSON in UTF-8
 * @throws ModelFormatError when it is not the tokenizer of a BERT, DistilBERT or RoBERTa
 */
export function readTokenizerJson(bytes: Uint8Array): TokenizerJson {
  const { normalizer = null, pre_tokenizer, post_processor, model, added_tokens } = Object(parse(bytes));
  const { vocab, merges, unk_token = null } = Object(model);
  const type = Object(model).type ?? (merges === undefined ? 'WordPiece' : 'BPE'); // older files do not say
  const found = [Object(normalizer).type, Object(pre_tokenizer).type];
  const isRead = isKind(type) && found.every((part, i) => part === PARTS[type][i]);
  if (!isRead || Object(pre_tokenizer).use_regex === false) {
    refuse(`of ${[type, ...found].map((part) => JSON.stringify(part ?? null)).join(', ')}`, EXPECTED);
  }
  checkObject('vocab', vocab);
  checkObject('post_processor', post_processor);
  addPieces(vocab, added_tokens);
  const isUnknown = typeof unk_token === 'string' && Object.hasOwn(vocab, unk_token);
  if (!isUnknown && (unk_token !== null || type === 'WordPiece')) {
    refuse(`with unk_token ${show(unk_token)}`, 'a piece of its vocabulary');
  }
  const read = { ...model, type, unk_token, ...(type === 'BPE' ? readMerges(merges) : readWordPiece(model)) };
  return { normalizer, pre_tokenizer, post_processor, decoder: null, added_tokens: [], model: read };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new ModelFormatError('model file has a tokenizer that is not JSON, expected a tokenizer.json', {
      cause,
    });
  }
}

function isKind(type: unknown): type is keyof typeof PARTS {
  return typeof type === 'string' && Object.hasOwn(PARTS, type);
}

function checkObject(name: string, value: unknown): void {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject) refuse(`with ${name} ${show(value)}`, 'an object');
}

/** Adds the special pieces to the vocabulary, and checks all ids. */
function addPieces(vocab: Record<string, unknown>, addedTokens: unknown): void {
  for (const token of Array.isArray(addedTokens) ? addedTokens : []) {
    const { content, id } = Object(token);
    if (typeof content !== 'string') refuse(`with added token ${show(token)}`, 'a piece and its id');
    vocab[content] = id;
  }
  for (const piece of Object.keys(vocab)) {
    const id = vocab[piece] as number;
    if (Number.isInteger(id) && id >= 0 && id <= LARGEST_ID) continue;
    refuse(`with id ${show(id)} of piece ${show(piece)}`, `a whole number from 0 to ${LARGEST_ID}`);
  }
}

function readMerges(merges: unknown): { merges: unknown } {
  const isText = (part: unknown): boolean => typeof part === 'string';
  const isPair = (merge: unknown): boolean =>
    Array.isArray(merge) && merge.length === 2 && merge.every(isText);
  const isSpelledPair = (merge: unknown): boolean => typeof merge === 'string' && merge.includes(' ');
  const isRight = Array.isArray(merges) && (merges.every(isPair) || merges.every(isSpelledPair));
  if (!isRight) refuse(`with merges ${show(merges)}`, 'a list of pairs of pieces');
  return { merges };
}

function readWordPiece({
  max_input_chars_per_word = LONGEST_WORD,
  continuing_subword_prefix,
}: Record<string, unknown>): Omit<WordPieceJson, 'type' | 'vocab' | 'unk_token'> {
  const longest = max_input_chars_per_word as number;
  if (!Number.isInteger(longest) || longest < 1 || longest > LONGEST_WORD) {
    refuse(`with max_input_chars_per_word ${show(longest)}`, `a whole number from 1 to ${LONGEST_WORD}`);
  }
  if (typeof continuing_subword_prefix !== 'string') {
    refuse(`with continuing_subword_prefix ${show(continuing_subword_prefix)}`, 'a string such as "##"');
  }
  return { max_input_chars_per_word: longest, continuing_subword_prefix };
}

function show(value: unknown): string {
  const shown = JSON.stringify(value) ?? 'missing';
  return shown.length > 100 ? `${shown.slice(0, 100)}…` : shown;
}

function refuse(found: string, expected: string): never {
  throw new ModelFormatError(`model file has a tokenizer ${found}, expected ${expected}`);
}
