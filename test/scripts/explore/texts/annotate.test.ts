import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tokenize } from '../../../../classifier/src/index.ts';
import type { LabelledText } from '../../../../classifier/training/data/dataset.ts';
import { AWKWARD_TEXTS, HOSTILE_TEXTS } from '../../../../scripts/bench/hostile-texts.ts';
import { type AnnotatedSentence, annotate } from '../../../../scripts/explore/texts/annotate.ts';
import { anyCharacter } from '../../../helpers/any-text.ts';

/** Texts of one group, labelled 0, 1, 2 and so on. */
const groupOf = (...texts: string[]): LabelledText[] =>
  texts.map((text, i) => ({ text, label: i % 5, group: '1', line: i + 2 }));

/** The one sentence of texts. */
function annotateOne(...texts: string[]): AnnotatedSentence {
  const sentences = annotate(groupOf(...texts));
  expect(sentences).toHaveLength(1);
  return sentences[0]!;
}

/** Each token with its part of speech, `good/ADJ`. */
const tagsOf = ({ words, partsOfSpeech }: AnnotatedSentence): string =>
  words.map((word, i) => `${word}/${partsOfSpeech[i]}`).join(' ');

describe('the phrases of a sentence', () => {
  test('get their places in it, itself among them', () => {
    const { words, phrases } = annotateOne('a quiet film', 'film', 'It is a quiet film .', 'quiet');
    expect(words).toEqual(['it', 'is', 'a', 'quiet', 'film', '.']);
    expect(phrases.toSorted((a, b) => a.label - b.label)).toEqual([
      { text: 'a quiet film', label: 0, from: 2, to: 5 },
      { text: 'film', label: 1, from: 4, to: 5 },
      { text: 'It is a quiet film .', label: 2, from: 0, to: 6 },
      { text: 'quiet', label: 3, from: 3, to: 4 },
    ]);
  });

  test('are found where one spells as the treebank does and the other plainly', () => {
    const { words, phrases } = annotateOne("It is n't -LRB- that -RRB- good .", "isn't (that)", '(THAT)');
    expect(words).toEqual(['it', 'is', 'not', '(', 'that', ')', 'good', '.']);
    expect(phrases.map(({ from, to }) => [from, to])).toEqual([
      [0, 8],
      [1, 6],
      [3, 6],
    ]);
  });

  test('begin at whole words, at the first place where all of their words stand', () => {
    const [sentence, other] = annotate(
      groupOf('so bad it is so good it is a feast', 'so good it is', 'it is', 'fea'),
    );
    expect(sentence!.phrases.map(({ from, to }) => [from, to])).toEqual([
      [0, 10],
      [4, 8],
      [2, 4],
    ]);
    expect(other!.words).toEqual(['fea']);
  });

  test('that are written twice are there twice', () => {
    const { phrases } = annotateOne('a good film', 'good', 'Good');
    expect(phrases.map(({ from, to, label }) => [from, to, label])).toEqual([
      [0, 3, 0],
      [1, 2, 1],
      [1, 2, 2],
    ]);
  });
});

describe('the sentences', () => {
  test('of a group are two where a text is no part of the longest', () => {
    const sentences = annotate(groupOf('a good film', 'film', 'bad plot', 'plot'));
    expect(sentences.map(({ words }) => words.join(' '))).toEqual(['a good film', 'bad plot']);
    expect(sentences.map(({ phrases }) => phrases.map(({ label }) => label))).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  test('of two groups stay apart, also where one holds the other, in the order of the groups', () => {
    const sentences = annotate([
      { text: 'good', label: 3, group: 'b', line: 2 },
      { text: 'a good film', label: 4, group: 'a', line: 3 },
      { text: 'film', label: 2, group: 'a', line: 4 },
    ]);
    expect(sentences.map(({ phrases }) => phrases.map(({ text }) => text))).toEqual([
      ['good'],
      ['a good film', 'film'],
    ]);
  });

  test('are none of texts without a token, and none of no texts', () => {
    expect(annotate(groupOf('\u200b', '\ufeff'))).toEqual([]);
    expect(annotate(groupOf('good', '\u200b'))[0]!.phrases).toHaveLength(1);
    expect(annotate([])).toEqual([]);
  });

  test('tell what is a word and no mark', () => {
    expect(annotateOne('Good , 2 thumbs up !').isWord).toEqual([true, false, true, true, true, false]);
  });
});

describe('parts of speech', () => {
  test('are told by token, also where a token is spelled as no word is', () => {
    expect(tagsOf(annotateOne("They don't act , they run in a quiet film"))).toBe(
      'they/PRON do/AUX not/PART act/VERB ,/PUNCT they/PRON run/VERB in/ADP a/DET quiet/ADJ film/NOUN',
    );
    // wink-nlp splits `x'x` in two; what comes after keeps its place.
    const { words, partsOfSpeech } = annotateOne("x'x is a quiet film");
    expect(partsOfSpeech.slice(-2)).toEqual(['ADJ', 'NOUN']);
    expect(partsOfSpeech).toHaveLength(words.length);
  });

  test('of a phrase are those that the whole sentence shows', () => {
    const { partsOfSpeech, phrases } = annotateOne('The actors act in a quiet way', 'act');
    expect(partsOfSpeech[phrases[1]!.from]).toBe('VERB');
  });

  test.each(['Funny', 'Dull', 'Quiet', 'Silly', 'Bright'])(
    '%s at the beginning is an adjective and no name',
    (word) => {
      const { partsOfSpeech, names } = annotateOne(`${word} film , and too long .`);
      expect([partsOfSpeech[0], names]).toEqual(['ADJ', []]);
    },
  );
});

describe('names', () => {
  test('are told by their tokens', () => {
    const { names } = annotateOne("Steven Spielberg , who is n't French , came to Paris .", 'came to Paris');
    expect(names).toEqual([
      { kind: 'person', text: 'Steven Spielberg', from: 0, to: 2 },
      { kind: 'nationality', text: 'French', from: 6, to: 7 },
      { kind: 'place', text: 'Paris', from: 10, to: 11 },
    ]);
  });

  test('at the beginning are proper nouns', () => {
    expect(annotateOne('Paris is beautiful .').partsOfSpeech[0]).toBe('PROPN');
  });
});

test('progress is told of each text, also of those without tokens', () => {
  const told: number[] = [];
  annotate(groupOf('a film', '\u200b', 'film'), (done) => told.push(done));
  expect(told).toEqual([1, 2, 3]);
});

test('every text with a token is once in exactly one sentence, as that part of it which its tokens are', () => {
  const word = fc.constantFrom('good', 'bad', 'not', "n't", 'Paris', 'film', ',', '.', 'x', "x'x");
  const text = fc.oneof(
    { weight: 4, arbitrary: fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' ')) },
    { weight: 1, arbitrary: fc.constantFrom(...AWKWARD_TEXTS) },
    { weight: 1, arbitrary: fc.string({ unit: anyCharacter, maxLength: 12 }) },
  );
  const labelled = fc.record({
    text,
    label: fc.nat(4),
    group: fc.constantFrom('1', '2', '__proto__'),
    line: fc.nat(),
  });
  const describeText = ({ text: of, label }: { text: string; label: number }) => `${label} ${of}`;
  fc.assert(
    fc.property(fc.array(labelled, { maxLength: 12 }), (texts) => {
      const sentences = annotate(texts);
      const withTokens = texts.filter(({ text: of }) => tokenize(of).length > 0);
      expect(sentences.flatMap(({ phrases }) => phrases.map(describeText)).sort()).toEqual(
        withTokens.map(describeText).sort(),
      );
      for (const { words, isWord, partsOfSpeech, names, phrases } of sentences) {
        expect([isWord.length, partsOfSpeech.length]).toEqual([words.length, words.length]);
        expect(phrases[0]).toMatchObject({ from: 0, to: words.length });
        for (const { text: of, from, to } of phrases) {
          expect(words.slice(from, to)).toEqual(tokenize(of).map(({ normal }) => normal));
        }
        for (const { from, to } of names) expect(0 <= from && from < to && to <= words.length).toBe(true);
      }
    }),
    { numRuns: 50 },
  );
});

test('hostile texts have parts of speech for all of their tokens', () => {
  for (const { text } of HOSTILE_TEXTS) {
    for (const { words, partsOfSpeech } of annotate(groupOf(text.slice(0, 300)))) {
      expect(partsOfSpeech).toHaveLength(words.length);
      expect(partsOfSpeech).not.toContain(undefined);
    }
  }
});
