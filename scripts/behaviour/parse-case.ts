import { DatasetError } from '../../classifier/training/index.ts';
import { type CaseLine, CHANGES, type Change, SIDES, type Side, type Word, type WordLists } from './case.ts';
import { findSlots } from './expand.ts';

const FIELDS = ['text', 'changed', 'expect', 'words'];

/**
 * Parses the fields of a line.
 * @param shared the lists of words that the templates of every file may use
 * @throws DatasetError with the value found and the value expected
 */
export function parseCase(
  fields: Readonly<Record<string, unknown>>,
  shared: WordLists,
  file: string,
  line: number,
): CaseLine {
  const fail = (problem: string): never => {
    throw new DatasetError(file, line, problem);
  };
  const unknown = Object.keys(fields).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) fail(`unknown field "${unknown}"; expected ${FIELDS.join(', ')}`);
  const { text, changed, expect, words = {} } = fields;
  if (!isFilled(text)) return fail(`"text" is ${show(text)}; expected a text that is not blank`);
  if (changed !== undefined && !isFilled(changed)) {
    return fail(`"changed" is ${show(changed)}; expected a text that is not blank, or none`);
  }
  const expected = changed === undefined ? SIDES : CHANGES;
  if (!(expected as readonly unknown[]).includes(expect)) {
    const what = changed === undefined ? 'of a text without "changed"' : 'of a text with "changed"';
    fail(`"expect" is ${show(expect)}; expected, ${what}, ${expected.join(', ')}`);
  }
  const own = parseWords(words, changed !== undefined, fail);
  const slots = findSlots(`${text} ${changed ?? ''}`);
  for (const slot of slots) {
    if (own[slot] === undefined && shared[slot] === undefined) {
      fail(`no words for {${slot}}; expected them in "words", or one of ${Object.keys(shared).join(', ')}`);
    }
  }
  const unused = Object.keys(own).find((slot) => !slots.includes(slot));
  if (unused !== undefined) fail(`"words" has "${unused}", which no text uses; expected {${unused}} in one`);
  const chosen = Object.fromEntries(slots.map((slot) => [slot, (own[slot] ?? shared[slot])!]));
  return { text, changed, expect: expect as Side | Change, words: chosen };
}

function parseWords(words: unknown, isPair: boolean, fail: (problem: string) => never): WordLists {
  if (typeof words !== 'object' || words === null || Array.isArray(words)) {
    return fail(`"words" is ${show(words)}; expected an object with a list of words for each slot`);
  }
  for (const [slot, list] of Object.entries(words)) {
    if (!Array.isArray(list) || list.length === 0) {
      fail(`the words of {${slot}} are ${show(list)}; expected a list of at least one`);
    }
    const wrong = list.find((word: unknown) => !isWord(word, isPair));
    if (wrong !== undefined) {
      const pair = isPair ? ', or a list of two: one for the text, one for the changed text' : '';
      fail(`the words of {${slot}} hold ${show(wrong)}; expected a word${pair}`);
    }
  }
  return words as WordLists;
}

function isWord(word: unknown, isPair: boolean): word is Word {
  const isTwo = Array.isArray(word) && word.length === 2 && word.every((one) => typeof one === 'string');
  return typeof word === 'string' || (isPair && isTwo);
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function show(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value);
}
