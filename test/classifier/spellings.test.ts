import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Classification, type Classifier, loadClassifier } from '../../classifier/src/index.ts';

const MODELS = join(import.meta.dirname, '../../classifier/models');
const CLASSIFIERS: [string, Classifier][] = ['linear', 'recurrent'].map((kind) => [
  kind,
  loadClassifier(readFileSync(join(MODELS, `${kind}.bin`))),
]);

/** What people write, and the same in plain prose, which must get the same answer. */
const SAME: [string, string][] = [
  ['It isn&#39;t good.', "It isn't good."],
  ['It isn&rsquo;t good.', "It isn't good."],
  ['It isn&amp;#39;t&nbsp;good.', "It isn't good."],
  ["<br /><br />It isn't <i>good</i>.", "It isn't good."],
  ['<p>A good film.</p>', 'A good film.'],
  ['A good film.<br />A bad plot.', 'A good film.\nA bad plot.'],
  ['A good film.\\nA bad plot.', 'A good film.\nA bad plot.'],
  ['I <3 it', 'I love it'],
  ['This isnt good', "This isn't good"],
  ['THIS ISNT GOOD', "THIS ISN'T GOOD"],
  ['I cant stand it', "I can't stand it"],
  ['It wasnt bad', "It wasn't bad"],
  ['I dont like it', "I don't like it"],
  ['You wont like it', "You won't like it"],
  ['It aint good', "It ain't good"],
  ["He did'nt like it", "He didn't like it"],
  ["It does'nt work", "It doesn't work"],
  ['It isnʼt good', "It isn't good"],
  ['It isn＇t good', "It isn't good"],
  ['It isn′t good', "It isn't good"],
  ['It isn\u0092t good', "It isn't good"],
  ['It isnâ€™t good', "It isn't good"],
  ['ｇｏｏｄ ｆｉｌｍ', 'good film'],
  ['go\u200bod\u200e fi\u00adlm\u2063', 'good film'],
  ['good\u2800film', 'good film'],
  ['A good film. https://example.org/bad-awful', 'A good film.'],
  ['RT @awful: A good film.', 'A good film.'],
  ['#awesome', 'awesome'],
  ['#NotMyMovie', 'Not My Movie'],
  ['Greaaaat', 'Great'],
  ['I loooove it', 'I love it'],
  ['It is bad!!!!!', 'It is bad.'],
  ['It is bad!!!!!!!!!!', 'It is bad.'],
  ['Is it bad?????', 'Is it bad.'],
  ['It is bad....', 'It is bad...'],
  ['I love it 😍😍😍😍😍', 'I love it 😍'],
];

/** What people write, and the least and greatest label that a reader would give it. */
const LABELS: [string, number, number][] = [
  ['😡', 0, 1],
  ['👍', 3, 4],
  ['👎🏽', 0, 1],
  [':(', 0, 1],
  [':-)', 3, 4],
  ['❤️', 3, 4],
  ['I love it 😍😍😍😍😍', 3, 4],
  ['I did not like it 😡', 0, 1],
  ['It was bad! 👎', 0, 1],
  ['9/10', 3, 4],
  ['1/10', 0, 1],
  ['★★★★★', 4, 4],
  ['★☆☆☆☆', 0, 1],
  ['1⭐', 0, 1],
  ['5 ⭐️', 4, 4],
  ['10/10 ⭐', 4, 4],
  ['⭐ out of ⭐⭐⭐⭐⭐', 0, 1],
  ['5️⃣ stars', 4, 4],
  ['¯\\_(ツ)_/¯', 0, 1],
  ['so good 😭', 3, 4],
  ['so bad 😭', 0, 1],
  ['4 out of 5 stars', 3, 4],
  ['A+', 4, 4],
  ['I give it 9/10.', 3, 4],
  ["I'd give it a 1/10.", 0, 1],
  ['1 < 2', 2, 2],
];

describe.each(CLASSIFIERS)('with the %s model', (_, classifier) => {
  const answer = (text: string): Partial<Classification> => {
    const { probabilities, coverage } = classifier.classify(text);
    return { probabilities, coverage };
  };

  test.each(SAME)('%s is read as %s', (written, plain) => {
    expect(answer(written)).toEqual(answer(plain));
  });

  test.each(LABELS)('%s has a label from %i to %i, and is known', (text, least, greatest) => {
    const { label, coverage } = classifier.classify(text);
    expect(label).toBeGreaterThanOrEqual(least);
    expect(label).toBeLessThanOrEqual(greatest);
    expect(coverage).toBe(1);
  });

  test.each([
    'https://example.org/good',
    'www.example.org',
    'me@example.org',
    '@good',
    'RT @good',
    '<br /><p>',
    '🦖🇺🇸',
    '\u200b',
  ])('%j alone is neutral and holds no word', (text) => {
    expect(classifier.classify(text)).toMatchObject({ sentiment: 'neutral', coverage: 0 });
    expect(classifier.classifySentences(text)).toEqual([]);
    expect(classifier.explain(text).explanation).toEqual([]);
  });

  test.each(['这是一部很好的电影', 'это очень хороший фильм', 'asdf qwerzxcv hjklq'])(
    '%s has a low coverage',
    (text) => {
      expect(classifier.classify(text).coverage).toBeLessThan(0.4);
    },
  );

  test('a sign that says several words is one part of the explanation, and rows of it too', () => {
    const text = 'I love it 😍😍 &amp; I don&#39;t mind. 4 out of 5 stars';
    const { explanation } = classifier.explain(text);
    expect(explanation.map((token) => token.text)).toEqual([
      'I',
      'love',
      'it',
      '😍😍',
      '&amp;',
      'I',
      'do',
      'n&#39;t',
      'mind',
      '.',
      '4 out of 5 stars',
    ]);
    const [happy] = explanation.filter((token) => token.text === '😍😍');
    expect(happy!.weight).toBeGreaterThan(0);
  });

  test.each(['❤️', '🤷‍♀️', '👩‍❤️‍👨', '🏴‍☠️', '✌🏽️', '5️⃣ ⭐️', '1️⃣0️⃣/🔟', '⭐️⭐️⭐️'])(
    '%s is marked whole, with all that is invisible in it',
    (sign) => {
      const { explanation } = classifier.explain(`So ${sign} it was`);
      expect(explanation.map((token) => token.text)).toEqual(['So', sign, 'it', 'was']);
    },
  );

  test('a mark of sarcasm is no sentence, and lowers what is praised', () => {
    const praise = 'Great, another superhero movie. Just what we needed.';
    expect(classifier.classifySentences(`${praise} /s`).map(({ start, end }) => [start, end])).toEqual([
      [0, 31],
      [32, 55],
    ]);
    expect(classifier.classify(`${praise} /s`).valence).toBeLessThan(classifier.classify(praise).valence!);
  });

  test('places of explanations and sentences ascend and lie within any text', () => {
    const parts = [
      'good',
      'isnt',
      "did'nt",
      '&amp;',
      '&lt;3',
      '<br />',
      '😍',
      '👎',
      ':)',
      '9/10',
      '★★★★★',
      '#NotMy',
      '@me',
      'A+',
      '...',
      '!!!',
      '.',
      '\\n',
      '\u200b',
      'â€™',
      ' ',
      ' ',
      'é',
      'e\u0301',
      '½',
      'Greaaat',
      'http://a.b/c',
      "n't",
      '-LRB-',
    ];
    const check = (text: string): void => {
      const spans = [classifier.explain(text).explanation, classifier.classifySentences(text)];
      for (const found of spans) {
        let before = 0;
        for (const { start, end } of found) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          before = end;
        }
        expect(before).toBeLessThanOrEqual(text.length);
      }
    };
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 15 }), (found) => check(found.join(''))),
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), check));
  });
});
