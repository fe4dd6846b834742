import { describe, expect, test } from 'vitest';
import { loadClassifier } from '../../classifier/src/index.ts';
import { findNameProblem, toAttribute } from '../../classifier/src/label-set.ts';
import { encodeModel } from '../../classifier/src/model-file.ts';
import type { ModelHeader } from '../../classifier/src/model-header.ts';
import { trainLinear } from '../../classifier/training/linear/train-linear.ts';
import { trainRecurrent } from '../../classifier/training/recurrent/train-recurrent.ts';
import { HEADER } from '../helpers/tiny-model.ts';
import { RECURRENT_HEADER, TINY_SETTINGS } from '../helpers/tiny-recurrent.ts';

const WORDS = ['awful', 'weak', 'plain', 'nice', 'superb', 'loud', 'dark', 'wet', 'cold', 'old'];

/** Small texts of so many classes, each told by its word. */
function textsOf(numClasses: number) {
  return WORDS.slice(0, numClasses).flatMap((word, label) =>
    ['film', 'story', 'cast', 'script', 'music', 'plot'].map((noun) => ({
      words: ['the', noun, 'is', word],
      label,
      group: noun,
    })),
  );
}

/** A small model of each kind, of the first words as classes. */
async function modelsOf(numClasses: number, header: Partial<ModelHeader>) {
  const texts = textsOf(numClasses);
  const labels = WORDS.slice(0, numClasses);
  const validation = texts.map((text, i) => ({ ...text, group: String(i) }));
  const settings = { ...TINY_SETTINGS, numClasses, epochs: 20 };
  const training = { texts, validation, pretrained: undefined, settings, seed: 1, numThreads: 1 };
  return [
    encodeModel({ ...HEADER, labels, ...header }, { ...(await trainLinear(texts, numClasses, 1)).arrays }),
    encodeModel({ ...RECURRENT_HEADER, labels, ...header }, await trainRecurrent(training)),
  ].map(loadClassifier);
}

// Ten need more than one block of the output layer's columns.
describe.each([2, 3, 8, 10])('a model of %i classes', async (numClasses) => {
  const models = await modelsOf(numClasses, {});

  test.each(models.map((model) => [model.header.kind, model] as const))(
    'finds each of them: %s',
    (_, classifier) => {
      for (const [label, word] of WORDS.slice(0, numClasses).entries()) {
        const result = classifier.classify(`the film is ${word}`);
        expect(result).toMatchObject({ sentiment: word, label });
        const values = Object.values(result.probabilities);
        expect(Object.keys(result.probabilities)).toEqual(WORDS.slice(0, numClasses));
        expect(values.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
        const mean = values.reduce((sum, p, k) => sum + p * k, 0);
        expect(result.valence).toBeCloseTo(mean, 4);
      }
    },
  );
});

describe('a model of classes in no order', async () => {
  const models = await modelsOf(3, { labels: ['10', '9', 'Bücher'], isScale: false });

  test.each(models.map((model) => [model.header.kind, model] as const))(
    'has no valence, and explains the probability of the class that was given: %s',
    (_, classifier) => {
      const text = 'the film is plain';
      const { explanation, ...result } = classifier.explain(text);
      expect(result).toMatchObject({ sentiment: 'Bücher', label: 2 });
      expect(result).not.toHaveProperty('valence');
      expect(classifier.classifySentences(text)[0]).not.toHaveProperty('valence');
      for (const { text: token, weight } of explanation) {
        const without = classifier.classify(text.replace(token, ' '));
        expect(weight).toBeCloseTo(result.confidence - without.probabilities.Bücher!, 4);
      }
      expect(explanation.at(-1)!.weight).toBeGreaterThan(0.1);
    },
  );
});

describe('toAttribute', () => {
  test.each([
    ['somewhat negative', 'somewhat-negative'],
    ['  Très  Bon! ', 'tres-bon'],
    ['GROẞ und groß', 'gross-und-gross'],
    ['4.5 stars', '4-5-stars'],
    ['ﬁne', 'fine'],
    ['C++', 'c'],
    ['映画', 'class-3'],
    ['', 'class-3'],
    ['—', 'class-3'],
  ])('makes of %j %s', (name, attribute) => {
    expect(toAttribute(name, 3)).toBe(attribute);
  });
});

describe('findNameProblem', () => {
  test('takes 2 to 20 names that differ', () => {
    expect(findNameProblem(['a', 'b'])).toBeUndefined();
    expect(findNameProblem(Array.from({ length: 20 }, (_, i) => `class ${i}`))).toBeUndefined();
    expect(findNameProblem(['映画', '本'])).toBeUndefined();
  });

  test.each([
    [['a'], '1 class, expected 2 to 20'],
    [Array.from({ length: 21 }, (_, i) => String(i)), '21 classes, expected 2 to 20'],
    [['a', ' b'], 'the name " b", expected 1 to 60 characters, no white space around them'],
    [['a', ''], 'the name "", expected 1 to 60 characters'],
    [['a', 'b\nc'], 'the name "b\\nc", expected 1 to 60 characters'],
    [['a', 'b'.repeat(61)], 'expected 1 to 60 characters'],
    [
      ['é', 'E'],
      'the names "é" and "E", which are both "e" as attributes of events; expected names that differ there too',
    ],
    [['映画', 'class 0'], 'the names "映画" and "class 0", which are both "class-0"'],
  ])('refuses %j', (names, problem) => {
    expect(findNameProblem(names)).toContain(problem);
  });
});
