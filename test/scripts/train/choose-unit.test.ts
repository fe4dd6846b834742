import { expect, test } from 'vitest';
import { chooseUnit } from '../../../scripts/training/choose-unit.ts';

const textsOf = (texts: readonly string[]) =>
  texts.map((text, i) => ({ text, label: 0, group: String(i), line: i + 1 }));

test.each([
  ['sentence', ['A good film.', 'Dull', 'It was fine. I liked it.']],
  ['text', ['A good film. I liked it.', 'Dull. So dull.', 'Fine.']],
])('a model reads a %s at a time where most texts are so', (unit, texts) => {
  expect(chooseUnit(textsOf(texts))).toBe(unit);
});
