import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import model from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';
import { createLexemeTable, openLexemeTable } from '../../../classifier/src/wink/lexeme-table.ts';
import { winkSentences, winkTokens } from '../../../classifier/src/wink/wink.ts';
import { AWKWARD_TEXTS, HOSTILE_TEXTS } from '../../../scripts/bench/hostile-texts.ts';
import { anyUrl } from '../../helpers/any-text.ts';

interface Core {
  features: { lexeme: { list: string[] } };
}
const { list } = (model as unknown as { core(): Core }).core().features.lexeme;

test('each word of wink’s own list is split into pieces that it holds, in order', () => {
  expect(list.length).toBeGreaterThan(80_000);
  // Contractions are in the list with what they stand for; were one not spelled so, its place could not be found.
  for (const word of list.filter((lexeme) => /^[^\s]+$/.test(lexeme))) {
    let from = 0;
    for (const token of winkTokens(word)) {
      const at = word.indexOf(token, from);
      if (at < 0) expect.fail(`"${word}" gave "${token}"`);
      from = at + token.length;
    }
  }
});

describe('with a part of wink’s language model it finds what wink finds with all of it', () => {
  const nlp = winkNLP(model, ['sbd']);
  // Only what wink hears for the first time: it splits a new word in another way from then on.
  const heard = new Set<string>();
  const check = (text: string): void => {
    const document = nlp.readDoc(text);
    const tokens = document.tokens().out();
    const unheard = tokens.filter((token) => !known.has(token) || !known.has(token.toLowerCase()));
    const words = [...unheard, ...unheard.map((token) => token.toLowerCase())];
    if (!words.some((word) => heard.has(word)) && !hasHeard(text)) {
      const found = JSON.stringify([winkTokens(text), winkSentences(text)]);
      if (found !== JSON.stringify([tokens, document.sentences().out()])) expect.fail(JSON.stringify(text));
    }
    for (const word of words) heard.add(word);
  };
  const known = new Set(list);
  const hasHeard = (text: string): boolean =>
    text.split(/\s+/).some((run) => heard.has(run) || heard.has(run.toLowerCase()));

  test('for the words of its list', () => {
    // All of those that have anything to them but letters, and some of the rest.
    for (const [i, word] of list.entries()) {
      if (/[^a-z]/i.test(word) || i % 11 === 0) check(`Yes, ${word} No. ${word}. And more.`);
    }
  });

  test('for awkward and hostile texts', () => {
    for (const text of AWKWARD_TEXTS) check(text.slice(0, 500));
    for (const { text } of HOSTILE_TEXTS) check(`Good. Bad ${text.slice(0, 60)}. Good`);
  });

  test('for any text', () => {
    const marks = ['. ', '! ', '? ', '"', ' (', ') ', ' ', ', ', '-', "'", '...', '\n', '\u00a0', ' 👍 '];
    const names = [
      'Mr.',
      'U.S.',
      'e.g.',
      'Jan. 5',
      'constructor',
      '__proto__',
      'toString',
      '@me',
      '#tag',
      '3.5',
    ];
    const piece = fc.oneof(
      fc.constantFrom(...list),
      fc.constantFrom(...marks),
      fc.constantFrom(...names),
      anyUrl,
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    );
    const text = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(' '));
    fc.assert(fc.property(text, check), { numRuns: 1000 });
  });
});

test('a word is found by its place and a place by its word, and other words are not', () => {
  const words = ['', 'a', 'b', 'ab', 'toString', '__proto__', 'é', '’s', 'x'.repeat(255), '\n', '0'];
  const { indexOf, wordAt, numWords } = openLexemeTable(createLexemeTable(words));
  expect(numWords).toBe(words.length);
  for (const [index, word] of words.entries()) {
    expect(indexOf(word)).toBe(index);
    expect(wordAt(index)).toBe(word);
  }
  for (const word of ['c', 'ba', 'valueOf', '1', 'x'.repeat(256), 'e']) expect(indexOf(word)).toBeUndefined();
});

test('wink is the version whose inside is known here', () => {
  const require = createRequire(import.meta.url);
  expect(require('wink-nlp/package.json').version).toBe('2.4.0');
  expect(require('wink-eng-lite-web-model/package.json').version).toBe('1.8.1');
});

test('new words leave no trace', () => {
  const before = winkTokens('zorblax-quintar');
  winkTokens('zorblax quintar Zorblax-Quintar zorblax-quintar.');
  winkSentences('Zorblax quintar. Quintar-zorblax.');
  expect(winkTokens('zorblax-quintar')).toEqual(before);
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const heap = (): number => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const start = heap();
  for (let i = 0; i < 50_000; i++) winkTokens(`newword${i} Another${i}`);
  for (let i = 0; i < 10_000; i++) winkSentences(`Newsentence${i} other${i}. Another${i}.`);
  expect(heap() - start).toBeLessThan(2e6);
});
