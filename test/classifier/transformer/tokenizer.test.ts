import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { finish } from '../../../classifier/src/steps.ts';
import { createPieceTokenizer, type PieceTokenizer } from '../../../classifier/src/transformer/tokenizer.ts';

const readFixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/tokenizers/${name}.json`, import.meta.url));
const texts: string[] = JSON.parse(readFixture('texts').toString());
const ids: Record<string, number[][]> = JSON.parse(readFixture('ids').toString());

const encode = ({ prefix, suffix, findPieces }: PieceTokenizer, text: string): number[] => [
  ...prefix,
  ...finish(findPieces(text)).flat(),
  ...suffix,
];

describe.each(['bert', 'distilbert', 'roberta'])('a tokenizer of %s', async (name) => {
  const tokenizer = await createPieceTokenizer(readFixture(name));

  test.each(texts.map((text, i) => ({ text, i })))('splits $text as Hugging Face does', ({ text, i }) => {
    expect(encode(tokenizer, text)).toEqual(ids[name]![i]);
  });
});

const HOSTILE = {
  'a letter again and again': 'a'.repeat(20_000),
  'long words': `${'ξ'.repeat(99)} `.repeat(200).trim(),
  'long words in one run': `${'zq'.repeat(49)}-`.repeat(200),
  'combining marks': `e${'\u0301'.repeat(20_000)}`,
  marks: '!'.repeat(20_000),
  signs: '中'.repeat(20_000),
  'short words': 'zx q '.repeat(4000).trim(),
};

describe.each(['bert', 'roberta'])('a tokenizer of %s reads in steps', async (name) => {
  const tokenizer = await createPieceTokenizer(readFixture(name));

  test.each(Object.entries(HOSTILE))('%s, in less than 2 s, the same again', (_, text) => {
    const start = performance.now();
    const steps = tokenizer.findPieces(text);
    let numSteps = 1;
    let step = steps.next();
    for (; !step.done; step = steps.next()) numSteps++;
    expect(performance.now() - start).toBeLessThan(2000);
    expect(numSteps).toBeGreaterThan(20);
    expect(finish(tokenizer.findPieces(text))).toEqual(step.value);
  });
});

describe('a tokenizer.json', () => {
  const read = (name = 'bert') => JSON.parse(readFixture(name).toString());
  const create = (json: unknown) => createPieceTokenizer(new TextEncoder().encode(JSON.stringify(json)));

  test('of before, which does not tell the type of its model, is read', async () => {
    for (const name of ['bert', 'roberta']) {
      const { model, ...rest } = read(name);
      const { type: _, ...untyped } = model;
      const tokenizer = await create({ ...rest, model: { ...untyped, continuing_subword_prefix: '##' } });
      expect(encode(tokenizer, texts[3]!)).toEqual(ids[name]![3]);
    }
  });

  test('whose merges are pairs or spelled with a space is read alike', async () => {
    const { model, ...rest } = read('roberta');
    const merges = model.merges.map((merge: string[]) => merge.join(' '));
    const tokenizer = await create({ ...rest, model: { ...model, merges } });
    expect(encode(tokenizer, texts[3]!)).toEqual(ids.roberta![3]);
  });

  test.each([
    ['bytes that are no JSON', 'x', 'a tokenizer that is not JSON, expected a tokenizer.json'],
    [
      'nothing',
      null,
      'a tokenizer of "WordPiece", null, null, expected that of a BERT, DistilBERT or RoBERTa: WordPiece with BertNormalizer and BertPreTokenizer, or BPE with ByteLevel',
    ],
    [
      'another model',
      { ...read(), model: { type: 'Unigram' } },
      'a tokenizer of "Unigram", "BertNormalizer", "BertPreTokenizer", expected',
    ],
    [
      'another normalizer',
      { ...read(), normalizer: null },
      'a tokenizer of "WordPiece", null, "BertPreTokenizer", expected',
    ],
    [
      'other words',
      { ...read(), pre_tokenizer: { type: 'Metaspace' } },
      'a tokenizer of "WordPiece", "BertNormalizer", "Metaspace", expected',
    ],
    [
      'bytes without words',
      { ...read('roberta'), pre_tokenizer: { type: 'ByteLevel', use_regex: false } },
      'a tokenizer of "BPE", null, "ByteLevel", expected',
    ],
    [
      'no special pieces',
      { ...read(), post_processor: null },
      'a tokenizer with post_processor null, expected an object',
    ],
    [
      'no vocabulary',
      { ...read(), model: { ...read().model, vocab: ['a'] } },
      'a tokenizer with vocab ["a"], expected an object',
    ],
    [
      'a wrong id',
      { ...read(), model: { ...read().model, vocab: { ...read().model.vocab, good: -1 } } },
      'a tokenizer with id -1 of piece "good", expected a whole number from 0 to 2147483647',
    ],
    [
      'a wrong added id',
      { ...read(), added_tokens: [{ content: '[X]' }] },
      'a tokenizer with id missing of piece "[X]", expected a whole number',
    ],
    [
      'an added token without piece',
      { ...read(), added_tokens: [{ id: 1 }] },
      'a tokenizer with added token {"id":1}, expected a piece and its id',
    ],
    [
      'no piece for unknown words',
      { ...read(), model: { ...read().model, unk_token: '[NONE]' } },
      'a tokenizer with unk_token "[NONE]", expected a piece of its vocabulary',
    ],
    [
      'too long words',
      { ...read(), model: { ...read().model, max_input_chars_per_word: 1e9 } },
      'a tokenizer with max_input_chars_per_word 1000000000, expected a whole number from 1 to 100',
    ],
    [
      'no continuation',
      { ...read(), model: { ...read().model, continuing_subword_prefix: 1 } },
      'a tokenizer with continuing_subword_prefix 1, expected a string such as "##"',
    ],
    [
      'wrong merges',
      { ...read('roberta'), model: { ...read('roberta').model, merges: [['a']] } },
      'a tokenizer with merges [["a"]], expected a list of pairs of pieces',
    ],
    [
      'unknown special pieces',
      { ...read(), post_processor: { type: 'BertProcessing', cls: ['[X]', 1], sep: ['[Y]', 2] } },
      'a tokenizer that splits no text ("a" becomes [X] a [Y]), expected a tokenizer.json',
    ],
    [
      'another post_processor',
      { ...read(), post_processor: { type: 'Other' } },
      'a tokenizer that splits no text (Unknown PostProcessor type: Other), expected a tokenizer.json',
    ],
  ])('with %s is refused in a line', async (_, json, message) => {
    const bytes = json === 'x' ? new TextEncoder().encode('x') : undefined;
    const created = bytes ? createPieceTokenizer(bytes) : create(json);
    const error = await created.catch((error) => error);
    expect(error).toHaveProperty('name', 'ModelFormatError');
    expect(error.message).toContain(`model file has ${message}`);
    expect(error.message).not.toContain('\n');
  });
});
