import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { finish } from '../../../classifier/src/steps.ts';
import { createTokenFinder } from '../../../classifier/src/text/find-tokens.ts';
import { type Spelling, spell } from '../../../classifier/src/text/spell.ts';
import { core } from '../../../classifier/src/wink/core.ts';
import { isOneToken, winkTokens } from '../../../classifier/src/wink/wink.ts';
import { anyCharacter } from '../../helpers/any-text.ts';

const findInSteps = createTokenFinder((form) => form);
const findTokens = (spelling: Spelling) => finish(findInSteps(spelling));

/** The tokens of a text that needs no spelling. */
function tokensOf(text: string): string[] {
  const { starts, ends } = findTokens({ ...spell(''), text });
  return starts.map((start, i) => text.slice(start, ends[i]));
}

const word = fc.oneof(
  fc.constantFrom(
    'cannot',
    'Gonna',
    "isn't",
    "o'clock",
    '3.5',
    '10am',
    '$5',
    'well-made',
    'a/b',
    'U.S.',
    ':)',
    '👍',
  ),
  fc.string({ unit: fc.constantFrom(...'abyzABZ'), minLength: 1, maxLength: 8 }),
  fc.string({ unit: fc.constantFrom(...'ab1.-\'/:$@#%&*()"é好'), minLength: 1, maxLength: 6 }),
  fc.string({ unit: anyCharacter, minLength: 1, maxLength: 3 }).filter((text) => !/\s/u.test(text)),
);

test('the tokens of a text are those that wink finds in all of it, whatever was read before', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 20 }), (words) => {
      const text = words.join(' ');
      const expected = winkTokens(text);
      for (let time = 0; time < 2; time++) expect(tokensOf(text)).toEqual(expected);
    }),
    { numRuns: 1000 },
  );
});

test('a long text is read in steps, and others read between them change nothing', () => {
  const run = fc.string({ unit: fc.constantFrom(...'ab1.-:/$@#%'), minLength: 1, maxLength: 100 });
  const text = fc.array(run, { minLength: 100, maxLength: 200 }).map((runs) => runs.join(' '));
  fc.assert(
    fc.property(fc.array(text, { minLength: 2, maxLength: 3 }), (texts) => {
      const expected = texts.map(tokensOf);
      const findAfresh = createTokenFinder((form) => form);
      const steps = texts.map((text) => findAfresh({ ...spell(''), text }));
      const found = new Map<number, string[]>();
      let numSteps = 0;
      while (found.size < texts.length) {
        for (const [i, text] of texts.entries()) {
          const step = found.has(i) ? undefined : steps[i]!.next();
          numSteps++;
          if (!step?.done) continue;
          const { starts, ends } = step.value;
          found.set(
            i,
            starts.map((start, t) => text.slice(start, ends[t])),
          );
        }
      }
      expect(texts.map((_, i) => found.get(i))).toEqual(expected);
      if (texts.some(({ length }) => length > 10_000)) expect(numSteps).toBeGreaterThan(texts.length);
    }),
    { numRuns: 30 },
  );
});

test('tokens alike are told by the same object, and `ca n’t` by that of `can`', () => {
  const { words } = findTokens(spell('Can it? can IT. It ca n’t .'));
  const [can, it, , sameCan, sameIt, , , anotherCan, not] = words;
  expect([sameCan, sameIt, anotherCan]).toEqual([can, it, can]);
  expect(sameCan).toBe(can);
  expect(sameIt).toBe(it);
  expect(anotherCan).toBe(can);
  expect(not!.normal).toBe('not');
});

test('more texts than are remembered change nothing', () => {
  const before = tokensOf('zorblax-quintar 3.5 cannot');
  for (let i = 0; i < 22_000; i++) tokensOf(`a${i} word${i}-b`);
  expect(tokensOf('zorblax-quintar 3.5 cannot')).toEqual(before);
});

test('a text is forgotten when its tokens are, though some of its words are remembered', () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const heap = (): number => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const filler = 'so it is '.repeat(20_000);
  const read = (i: number): void => {
    tokensOf(
      `${filler} ${'unheardlylongword'.slice(0, 14)}${String.fromCharCode(97 + (i % 26), 97 + i / 26)} extra-ordinary-${i}`,
    );
  };
  read(0);
  const start = heap();
  for (let i = 1; i <= 100; i++) read(i);
  expect(heap() - start).toBeLessThan(4e6);
});

test('letters alone are one token where wink is not asked', () => {
  const contractions = core.plainContractions;
  expect(contractions.length).toBeGreaterThan(50);
  for (const run of contractions) expect(isOneToken(run)).toBe(false);
  for (const run of ["isn't", '3', 'a.', 'é', '']) expect(isOneToken(run)).toBe(false);
  for (const run of core.lexemes.words.match(/[a-z]{1,12}/gi)!.filter((_, i) => i % 97 === 0)) {
    if (isOneToken(run)) expect(winkTokens(run)).toEqual([run]);
  }
});
