import { describe, expect, test } from 'vitest';
import { EXPLANATION_LIMITS, loadClassifier } from '../../classifier/src/index.ts';
import { encodeModel } from '../../classifier/src/model-file.ts';
import { tokenize } from '../../classifier/src/text/tokenize.ts';
import { LINEAR_TEXT_DEFAULTS, trainLinear } from '../../classifier/training/linear/train-linear.ts';
import { HEADER } from '../helpers/tiny-model.ts';
import { RECURRENT_HEADER, trainTinyRecurrent } from '../helpers/tiny-recurrent.ts';

/** Reviews whose verdict is one word, in one of three sentences. */
const REVIEWS = ['bad', 'good'].flatMap((word, label) =>
  ['film', 'plot', 'cast', 'music', 'end', 'set'].map((noun, i) => {
    const sentences = ['We saw it.', `The ${noun} is ${word}.`, 'We went home.'];
    const text = [...sentences.slice(i % 3), ...sentences.slice(0, i % 3)].join(' ');
    return { words: tokenize(text).map(({ normal }) => normal), label, group: noun };
  }),
);

const { arrays } = await trainLinear(REVIEWS, 2, 1, { settings: LINEAR_TEXT_DEFAULTS });
const header = { ...HEADER, labels: ['bad', 'good'], settings: { ...LINEAR_TEXT_DEFAULTS } };
const whole = loadClassifier(encodeModel({ ...header, unit: 'text' }, { ...arrays }));
const bySentence = loadClassifier(encodeModel(header, { ...arrays }));
const TEXT = 'We saw it. The film is good. We went home.';

describe('a model that reads a text as a whole', () => {
  test('tells what all its sentences say together, and not their mean', () => {
    expect(whole.classify(TEXT).sentiment).toBe('good');
    expect(whole.classify(TEXT).confidence).not.toBe(bySentence.classify(TEXT).confidence);
    expect(whole.classify('The film is good.').probabilities).toEqual(
      bySentence.classify('The film is good.').probabilities,
    );
  });

  test('reads each sentence alone where sentences are asked for', () => {
    expect(whole.classifySentences(TEXT).map(({ probabilities }) => probabilities)).toEqual(
      bySentence.classifySentences(TEXT).map(({ probabilities }) => probabilities),
    );
  });

  test('explains a token by the text without it', () => {
    const { explanation, valence } = whole.explain(TEXT);
    expect(explanation.map(({ text }) => text).join(' ')).toBe(
      'We saw it . The film is good . We went home .',
    );
    const good = explanation.find(({ text }) => text === 'good')!;
    const without = whole.classify('We saw it. The film is . We went home.').valence!;
    expect(good.weight).toBeCloseTo(valence! - without, 5);
    expect(TEXT.slice(good.start, good.end)).toBe('good');
  });

  test('explains a sentence by the text without it', () => {
    const { sentenceWeights, valence } = whole.explain(TEXT);
    const without = whole.classify('We saw it. We went home.').valence!;
    expect(sentenceWeights).toHaveLength(3);
    expect(sentenceWeights[1]!.weight).toBeCloseTo(valence! - without, 5);
    expect(TEXT.slice(sentenceWeights[1]!.start, sentenceWeights[1]!.end)).toBe('The film is good.');
  });

  test('counts an n-gram once, however often it stands in the text', () => {
    const valenceOf = (text: string): number => whole.classify(text).valence!;
    const once = valenceOf('the film is good good');
    expect(Math.abs(valenceOf('the film is good good good') - once)).toBeLessThan(
      Math.abs(valenceOf('the film is good good bad') - once) / 5,
    );
  });

  test('has at most 200 tokens explained; of a longer text its sentences are', () => {
    const sentences = Array.from({ length: 50 }, (_, i) => `The film ${i} is ${i % 3 ? 'good' : 'bad'}.`);
    const text = sentences.join(' ');
    const { explanation, explanationOmitted, sentenceWeights, valence } = whole.explain(text);
    expect(explanation).toEqual([]);
    expect(explanationOmitted).toBe(
      'The text has 300 tokens; a model that reads whole texts explains at most 200.',
    );
    expect(sentenceWeights).toHaveLength(50);
    for (const i of [0, 7, 49]) {
      const without = whole.classify(sentences.toSpliced(i, 1).join(' ')).valence!;
      expect(sentenceWeights[i]!.weight).toBeCloseTo(valence! - without, 5);
    }
    expect(bySentence.explain(text).explanation).toHaveLength(300);
  });

  test('has sentences explained while there is not too much to read again', () => {
    const { sentencesTimesTokens } = EXPLANATION_LIMITS;
    const numSentences = Math.floor(Math.sqrt(sentencesTimesTokens / 5));
    const text = 'The film is good. '.repeat(numSentences);
    expect(whole.explain(text).sentenceWeights).toHaveLength(numSentences);
    const { explanation, explanationOmitted, sentenceWeights } = whole.explain(
      `${text}The film is good. It is bad.`,
    );
    expect(explanation).toEqual([]);
    expect(sentenceWeights).toEqual([]);
    expect(explanationOmitted).toBe(
      'The text has 1419 tokens; a model that reads whole texts explains at most 200. Its 284 sentences are not explained either: sentences times tokens may be at most 400000.',
    );
    expect(bySentence.explain(`${text}The film is good. It is bad.`).sentenceWeights).toHaveLength(
      numSentences + 2,
    );
  });

  test('may be recurrent, and then reads very long texts in parts', async () => {
    const recurrent = loadClassifier(
      encodeModel({ ...RECURRENT_HEADER, unit: 'text' }, await trainTinyRecurrent()),
    );
    expect(recurrent.classify('The film is superb. '.repeat(1000)).valence).toBeGreaterThan(2);
  });
});

test('a unit that is none is refused', () => {
  const wrong = { ...header, unit: 'page' as 'text' };
  expect(() => loadClassifier(encodeModel(wrong, { ...arrays }))).toThrow(
    'model file has unit "page", expected "text" or nothing',
  );
});
