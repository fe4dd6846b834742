import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Token, tokenize } from '../../../classifier/src/index.ts';
import { AWKWARD_TEXTS, HOSTILE_TEXTS } from '../../../scripts/bench/hostile-texts.ts';
import { toPlainSpelling } from '../../../scripts/bench/plain-spelling.ts';
import { anyCharacter } from '../../helpers/any-text.ts';

const normals = (text: string): string =>
  tokenize(text)
    .map((token) => token.normal)
    .join(' ');

test.each([
  ['Wow!!!', 'wow .'],
  ['Wow ! ! !', 'wow .'],
  ['Wow??', 'wow .'],
  ['Wow!?!?', 'wow .'],
  ['Wow!?', 'wow ! ?'],
  ['Did what ?!?', 'did what ? ! ?'],
  ['Wow!', 'wow !'],
])('of rows of marks those that the treebank holds stay: %s', (text, expected) => {
  expect(normals(text)).toBe(expected);
});

describe('the treebank’s spelling and plain text give the same tokens', () => {
  test.each([
    ["It is n't -LRB- that -RRB- good .", "It isn't (that) good."],
    ["It does n't work", "It doesn't work"],
    ["You ca n't , wo n't and sha n't", "You can't, won't and shan't"],
    ['You can not', 'You cannot'],
    ["`` A fine film , '' he said", '"A fine film," he said'],
    ["`` A fine film , '' he said", '“A fine film,” he said'],
    ["the ` real ' story", "the 'real' story"],
    ["the ` real ' story", 'the ‘real’ story'],
    ['a writer\\/director', 'a writer/director'],
    ["He 's sure they 're the boys ' own", "He's sure they're the boys' own"],
    ["He 's sure they 're the boys ' own", 'He’s sure they’re the boys’ own'],
    ["I 'm gon na , I 've got ta , they 'll wan na", "I'm gonna, I've gotta, they'll wanna"],
    ['good -- really -- good', 'good—really—good'],
    ['good -- really -- good', 'good - really - good'],
    ['a well-made film', 'a well‑made film'],
    ['so ... good ...', 'so… good....'],
    ['by Warner Bros. .', 'by Warner Bros.'],
    ['a cliché', 'a cliche\u0301'],
    ["N'T IS N'T", "N'T ISN'T"],
  ])('%s = %s', (treebank, plain) => {
    expect(normals(plain)).toBe(normals(treebank));
  });

  test('sentences put into plain spelling keep their tokens', () => {
    const sentences = [
      "It 's a lovely film -LRB- with lovely performances -RRB- by Buy and Accorsi .",
      'Ms. Seigner and Mr. Serrault bring fresh , unforced naturalism to their characters in the U.S. .',
      "`` Is n't it ? '' asks the director\\/star , who ca n't -- or wo n't -- say no ; it 's 90 minutes , 3.5 stars and $ 10 too long ...",
      "The filmmakers ' eye for detail and the ` 70s make this two-hour movie a cliché-free treat : see it !",
    ];
    for (const sentence of sentences) expect(normals(toPlainSpelling(sentence))).toBe(normals(sentence));
  });
});

describe('what tokens look like', () => {
  test('negation, clitics and quotes have one normal form', () => {
    expect(normals("It can’t be “that” bad, they're fine")).toBe(
      'it can not be " that " bad , they are fine',
    );
  });

  test('hyphens and slashes stand apart within words, numbers stay whole', () => {
    expect(normals('a two-hour drama/comedy, 3.5 of 1,000')).toBe(
      'a two - hour drama / comedy , 3.5 of 1,000',
    );
  });

  test('each token tells its place in the original text', () => {
    const text = "It is n't -LRB- “that” -RRB- ca\u0301ro …";
    const tokens = tokenize(text);
    expect(tokens.map((token) => token.text)).toEqual([
      'It',
      'is',
      "n't",
      '-LRB-',
      '“',
      'that',
      '”',
      '-RRB-',
      'ca\u0301ro',
      '…',
    ]);
    for (const { text: spelled, start, end } of tokens) expect(text.slice(start, end)).toBe(spelled);
  });

  test('only tokens with a letter or digit are words', () => {
    expect(
      tokenize('ok, 3 ; — 好')
        .filter((token) => token.isWord)
        .map((token) => token.text),
    ).toEqual(['ok', '3', '好']);
  });
});

describe('any text can be tokenized', () => {
  const check = (text: string): void => {
    let end = 0;
    let before: Token | undefined;
    for (const token of tokenize(text)) {
      // What one sign says shares its place.
      if (token.start !== before?.start || token.end !== end) {
        expect(token.start).toBeGreaterThanOrEqual(end);
      }
      before = token;
      expect(token.end).toBeGreaterThan(token.start);
      expect(token.text).toBe(text.slice(token.start, token.end));
      end = token.end;
    }
    expect(end).toBeLessThanOrEqual(text.length);
  };

  test('tokens stand in order, share a place or do not overlap, and lie within the text', () => {
    for (const text of AWKWARD_TEXTS) check(text);
    const piece = fc.constantFrom(...AWKWARD_TEXTS, "don't", 'good', ' ', ' ', '-', '.', "'");
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join('')),
        check,
      ),
    );
    fc.assert(fc.property(fc.string({ unit: anyCharacter }), check));
  });

  test('no letter is lost but those of addresses and HTML', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const tokens = tokenize(text);
        const gaps = tokens.map(({ start }, i) => text.slice(tokens[i - 1]?.end ?? 0, start));
        const lost = [...gaps, text.slice(tokens.at(-1)?.end ?? 0)].join('');
        // Some signs are letters and pictures, such as ℹ, and are left out as pictures.
        const letters = lost.replace(/\p{Default_Ignorable_Code_Point}|\p{Extended_Pictographic}/gu, '');
        expect(/[@&<\\#:;=]/.test(text) ? '' : letters).not.toMatch(/[\p{L}\p{N}]/u);
      }),
    );
  });

  test('the same text gives the same tokens whatever was tokenized before', () => {
    const texts = [
      'foo-barbaz qux.quux',
      'foo',
      'barbaz',
      'foo-barbaz',
      'qux',
      'qux.',
      'x_y',
      'x_',
      'http://zzz.com/a',
      'zzz.com',
      ...AWKWARD_TEXTS,
    ];
    const first = texts.map(normals);
    for (let i = 0; i < 200; i++) tokenize(`unheard${i}-of${i}.word${i}`);
    expect(texts.toReversed().map(normals).toReversed()).toEqual(first);
  });

  test('10,000 characters of a hostile pattern take less than 2 s', () => {
    for (const { pattern, text } of HOSTILE_TEXTS) {
      const start = performance.now();
      tokenize(text);
      expect(performance.now() - start, JSON.stringify(pattern)).toBeLessThan(2000);
    }
  });
});
