import { expect, test } from 'vitest';
import {
  isBlank,
  isLetterBefore,
  isSpaceAt,
  isWordAt,
  isWordBefore,
} from '../../../classifier/src/text/characters.ts';

test('letters, digits and white space of any script are told at a place and before it', () => {
  for (let code = 0; code < 0x20000; code += code < 0x3000 ? 1 : 7) {
    const character = String.fromCodePoint(code);
    const isWord = /[\p{L}\p{N}]/u.test(character);
    const text = `-${character}`;
    expect([isWordAt(text, 1), isWordBefore(text, text.length)], character).toEqual([isWord, isWord]);
    expect(isLetterBefore(text, text.length), character).toBe(/\p{L}/u.test(character));
    expect(isSpaceAt(text, 1), character).toBe(/\s/.test(character));
  }
  expect([isWordAt('a', 1), isWordBefore('a', 0), isLetterBefore('a', 0), isSpaceAt(' ', 1)]).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test('a text is blank where nothing of it can be seen', () => {
  for (let code = 0; code < 0x10000; code++) {
    const character = String.fromCharCode(code);
    const isInvisible = /[\s\p{Default_Ignorable_Code_Point}\u2800]/u.test(character);
    expect(isBlank(` ${character}`), code.toString(16)).toBe(isInvisible);
  }
  expect(isBlank('')).toBe(true);
});
