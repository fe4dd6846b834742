import { describe, expect, test } from 'vitest';
import { loadClassifier, tokenize } from '../../../classifier/src/index.ts';
import { tinyModelBytes } from '../../helpers/tiny-model.ts';

/** What a token, or a part of an explanation, promises. */
interface Placed {
  text: string;
  start: number;
  end: number;
}

/** The texts of those that lie outside `text`, over the one before, or elsewhere than they say. */
function misplaced(text: string, found: readonly Placed[]): string[] {
  let end = 0;
  return found
    .filter((token) => {
      const isWrong =
        token.start < end ||
        token.end <= token.start ||
        token.end > text.length ||
        token.text !== text.slice(token.start, token.end);
      end = token.end;
      return isWrong;
    })
    .map((token) => token.text);
}

/** Four of five characters: those of scripts with thousands of signs, of which none is special. */
const ALIKE =
  /[\p{Unified_Ideograph}가-힣\p{Script=Tangut}\p{Script=Egyptian_Hieroglyphs}\p{Script=Cuneiform}]/u;

/** Every character but those for private use, which stand for none; of those that are alike some. */
function* characters(): Generator<string> {
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    if (/[\p{Unassigned}\p{Private_Use}]/u.test(character)) continue;
    if (code % 17 === 0 || !ALIKE.test(character)) yield character;
  }
}

describe('places do not overlap', () => {
  test('of any character of Unicode alone, after a letter, or with an accent', () => {
    const wrong: string[] = [];
    let numCharacters = 0;
    let text = '';
    const check = (): void => {
      const tokens = tokenize(text);
      // What one sign says shares its place.
      const signs = tokens.filter(({ start }, i) => start !== tokens[i - 1]?.start);
      wrong.push(...misplaced(text, signs));
      text = '';
    };
    for (const character of characters()) {
      numCharacters++;
      text += `${character} i${character} ${character}\u0301 `;
      if (text.length > 5000) check();
    }
    check();
    expect(wrong).toEqual([]);
    expect(numCharacters).toBeGreaterThan(40_000);
  });

  test.each([
    'i\u0f93',
    '\u0f77',
    'i\u0f77',
    '\u0958\u0301',
    '\ufb1d\u05b4',
    `${'x'.repeat(63)}i\u0f93`,
    'a…—',
  ])('in the explanation of %j', async (text) => {
    expect(misplaced(text, loadClassifier(await tinyModelBytes()).explain(text).explanation)).toEqual([]);
  });
});
