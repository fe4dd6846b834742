import { expect, test } from 'vitest';
import type { LabelledText } from '../../../classifier/training/data/dataset.ts';
import { readFile } from '../../../scripts/program/read-file.ts';
import { EXAMPLE, readExample } from '../../helpers/read-example.ts';

const file = await readFile(EXAMPLE);
const texts = await readExample();
const sentences = Map.groupBy(texts, ({ group }) => group);

/** The longest text of a group, of which the others are parts. */
function sentenceOf(group: readonly LabelledText[]): string {
  return group.map(({ text }) => text).reduce((a, b) => (b.length > a.length ? b : a));
}

/** Whether `part` stands in `whole` and cuts no word at its ends, ignoring case. */
function isPart(part: string, whole: string): boolean {
  const words = (text: string) => ` ${text.match(/[\p{L}\p{N}]+/gu)!.join(' ')} `.toLowerCase();
  return whole.toLowerCase().includes(part.toLowerCase()) && words(whole).includes(words(part));
}

test('the example has 120 sentences and their phrases, of all five classes', () => {
  expect(sentences.size).toBe(120);
  expect(texts).toHaveLength(569);
  const numByLabel = [0, 1, 2, 3, 4].map((label) => texts.filter((text) => text.label === label).length);
  expect(numByLabel).toEqual([28, 98, 299, 107, 37]);
});

test('every phrase is a contiguous part of its sentence', () => {
  for (const group of sentences.values()) {
    const sentence = sentenceOf(group);
    expect(group.filter(({ text }) => !isPart(text, sentence))).toEqual([]);
  }
});

test('every sentence has 8 to 30 words and 3 to 5 phrases', () => {
  for (const group of sentences.values()) {
    const sentence = sentenceOf(group);
    const numWords = sentence.match(/[\p{L}\p{N}][\p{L}\p{N}'-]*/gu)?.length ?? 0;
    expect(numWords, sentence).toBeGreaterThanOrEqual(8);
    expect(numWords, sentence).toBeLessThanOrEqual(30);
    expect(group.length - 1, sentence).toBeGreaterThanOrEqual(3);
    expect(group.length - 1, sentence).toBeLessThanOrEqual(5);
  }
});

test('phrase ids are unique and ascending', () => {
  const lines = new TextDecoder().decode(file).trimEnd().split('\n').slice(1);
  const ids = lines.map((line) => Number(line.split('\t')[0]));
  expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
});

test('the file has four columns without white space to spare, and ends in a line feed', () => {
  const content = new TextDecoder().decode(file);
  expect(content).toMatch(/^PhraseId\tSentenceId\tPhrase\tSentiment\n(\d+\t\d+\t\S+(?: \S+)*\t[0-4]\n)+$/);
});
