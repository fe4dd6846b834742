import { ModelFormatError } from '../errors.ts';

/** The parts of a `tokenizer.json` that are read here. */
export interface TokenizerJson {
  normalizer: { type: string } | null;
  pre_tokenizer: { type: string };
  post_processor: object;
  decoder: null;
  added_tokens: [];
  model: {
    type: 'WordPiece' | 'BPE';
    /** The id of each piece, special ones included. */
    vocab: Record<string, number>;
    unk_token: string | null;
  };
}

/** What each kind of tokenizer consists of: that of BERT and DistilBERT, and that of RoBERTa. */
const PARTS = {
  WordPiece: { normalizer: 'BertNormalizer', pre_tokenizer: 'BertPreTokenizer' },
  BPE: { normalizer: null, pre_tokenizer: 'ByteLevel' },
} as const;
const EXPECTED =
  'WordPiece with BertNormalizer and BertPreTokenizer, or BPE with ByteLevel: a tokenizer of BERT, DistilBERT or RoBERTa';
/** The largest id, since ids are read as int32. */
const LARGEST_ID = 2 ** 31 - 1;
/** The most characters of a word that WordPiece splits; its time grows with their cube. */
const LONGEST_WORD = 100;

/**
 * Reads a `tokenizer.json`. Special pieces become ordinary ones of the vocabulary, so that a text that spells `[SEP]`
 * does not get one.
 * @param bytes JSON in UTF-8
 * @throws ModelFormatError when it is not the tokenizer of a BERT, DistilBERT or RoBERTa
 */
export function readTokenizerJson(bytes: Uint8Array): TokenizerJson {
  const { normalizer = null, pre_tokenizer, post_processor, model, added_tokens = [] } = Object(parse(bytes));
  const { vocab, merges, unk_token = null } = Object(model);
  const type = Object(model).type ?? (merges === undefined ? 'WordPiece' : 'BPE'); // older files do not say
  const found = [type, normalizer?.type, pre_tokenizer?.type];
  const parts = Object.hasOwn(PARTS, type) ? PARTS[type as keyof typeof PARTS] : undefined;
  if (
    parts === undefined ||
    (normalizer?.type ?? null) !== parts.normalizer ||
    pre_tokenizer?.type !== parts.pre_tokenizer
  ) {
    refuse(`of ${found.map((name) => JSON.stringify(name ?? null)).join(', ')}`, EXPECTED);
  }
  if (pre_tokenizer.use_regex === false) refuse('of ByteLevel without use_regex', EXPECTED);
  if (typeof post_processor !== 'object' || post_processor === null) {
    refuse('without post_processor', 'one that adds the special pieces, such as [CLS] and [SEP]');
  }
  const pieces = readVocabulary(vocab, added_tokens);
  if (unk_token === null ? type === 'WordPiece' : !Object.hasOwn(pieces, unk_token)) {
    refuse(`with unk_token ${JSON.stringify(unk_token)}`, 'a piece of its vocabulary');
  }
  if (type === 'BPE' && !isListOfMerges(merges)) refuse('with other merges', 'a list of pairs of pieces');
  if (type === 'WordPiece') checkWordPiece(model);
  return {
    normalizer,
    pre_tokenizer,
    post_processor,
    decoder: null,
    added_tokens: [],
    model: { ...model, type, vocab: pieces, unk_token },
  };
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

function readVocabulary(vocab: unknown, addedTokens: unknown): Record<string, number> {
  if (typeof vocab !== 'object' || vocab === null || Array.isArray(vocab) || !Array.isArray(addedTokens)) {
    refuse('without vocabulary', 'an object "vocab" and a list "added_tokens"');
  }
  const pieces: Record<string, number> = Object.assign(Object.create(null), vocab);
  for (const token of addedTokens) pieces[String(Object(token).content)] = Object(token).id;
  for (const [piece, id] of Object.entries<unknown>(pieces)) {
    if (Number.isInteger(id) && (id as number) >= 0 && (id as number) <= LARGEST_ID) continue;
    refuse(`with id ${JSON.stringify(id)} of piece ${JSON.stringify(piece)}`, `0 to ${LARGEST_ID}`);
  }
  return pieces;
}

function isListOfMerges(merges: unknown): boolean {
  const isText = (part: unknown): boolean => typeof part === 'string';
  return (
    Array.isArray(merges) &&
    (merges.every((merge) => typeof merge === 'string' && merge.includes(' ')) ||
      merges.every((merge) => Array.isArray(merge) && merge.length === 2 && merge.every(isText)))
  );
}

function checkWordPiece({
  max_input_chars_per_word: longest = LONGEST_WORD,
  continuing_subword_prefix: prefix,
}: {
  max_input_chars_per_word?: unknown;
  continuing_subword_prefix?: unknown;
}): void {
  if (!Number.isInteger(longest) || (longest as number) < 1 || (longest as number) > LONGEST_WORD) {
    refuse(`with max_input_chars_per_word ${JSON.stringify(longest)}`, `1 to ${LONGEST_WORD}`);
  }
  if (typeof prefix !== 'string') {
    refuse(`with continuing_subword_prefix ${JSON.stringify(prefix)}`, 'a string, such as "##"');
  }
}

function refuse(found: string, expected: string): never {
  throw new ModelFormatError(`model file has a tokenizer ${found}, expected ${expected}`);
}
