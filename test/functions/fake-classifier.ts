import type { Classification, Classifier } from '../../classifier/src/index.ts';

/** What `fakeClassifier` finds in every text. */
export const FAKE_RESULT: Classification = {
  sentiment: 'somewhat negative',
  label: 1,
  confidence: 0.71,
  probabilities: {
    negative: 0.12,
    'somewhat negative': 0.71,
    neutral: 0.12,
    'somewhat positive': 0.04,
    positive: 0.01,
  },
  valence: 1.11,
  coverage: 1,
  model: 'fake-00000000',
};

/** A classifier without a model: the same result for every text, or what `classify` does, as one sentence. */
export function fakeClassifier(classify: Classifier['classify'] = () => FAKE_RESULT): Classifier {
  return {
    name: FAKE_RESULT.model,
    header: {} as Classifier['header'],
    classify,
    classifySentences: (text) => [{ ...classify(text), start: 0, end: text.length }],
    explain: (text) => ({
      ...classify(text),
      explanation: [{ text, start: 0, end: text.length, weight: 0.5 }],
    }),
  };
}
