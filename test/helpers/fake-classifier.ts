import type {
  Classification,
  Classifier,
  ClassifyOptions,
  DetailedClassification,
  Steps,
} from '../../classifier/src/index.ts';

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

/** What the model file of `fakeClassifier` would say of itself. */
export const FAKE_HEADER: Classifier['header'] = {
  kind: 'linear',
  labels: Object.keys(FAKE_RESULT.probabilities),
  settings: { wordNgrams: 2 },
  vocabulary: { numFeatures: 3 },
  provenance: { data: 'train.tsv', sha256: '0123456789abcdef'.repeat(4), rows: 7, seed: 1 },
  measured: [
    {
      data: 'validation.tsv',
      count: 5,
      accuracy: 0.8,
      macroF1: 0.7,
      meanAbsoluteError: 0.2,
      expectedCalibrationError: 0.01,
    },
  ],
};

/** The header of a model of three classes in no order, with names that are none of sentiments. */
export const UNORDERED_HEADER: Classifier['header'] = {
  ...FAKE_HEADER,
  labels: ['Bücher', 'DVDs', '映画'],
  isScale: false,
};

/** What a model of `UNORDERED_HEADER` may find in a text. */
export const UNORDERED_RESULT: Classification = {
  sentiment: '映画',
  label: 2,
  confidence: 0.7,
  probabilities: { Bücher: 0.1, DVDs: 0.2, 映画: 0.7 },
  coverage: 1,
  model: FAKE_RESULT.model,
};

/** A classifier without a model: the same result for every text, or what `classify` does, as one sentence. */
export function fakeClassifier(
  classify: Classifier['classify'] = () => FAKE_RESULT,
  header: Classifier['header'] = FAKE_HEADER,
): Classifier {
  const classifySentences: Classifier['classifySentences'] = (text) => [
    { ...classify(text), start: 0, end: text.length },
  ];
  const explain: Classifier['explain'] = (text) => ({
    ...classify(text),
    explanation: [{ text, start: 0, end: text.length, weight: 0.5 }],
    sentenceWeights: [{ start: 0, end: text.length, weight: 0.5 }],
  });
  return {
    name: FAKE_RESULT.model,
    header,
    classify,
    classifySentences,
    explain,
    classifyInSteps: inSteps(function* (text, options) {
      yield;
      return {
        ...(options.explain ? explain(text) : classify(text)),
        ...(options.sentences && { sentences: classifySentences(text) }),
      };
    }),
  };
}

/** The method of a classifier that these steps are; their types do not tell what was asked for. */
export function inSteps(
  steps: (text: string, options: ClassifyOptions) => Steps<DetailedClassification>,
): Classifier['classifyInSteps'] {
  return ((text: string, options?: ClassifyOptions) =>
    steps(text, options ?? {})) as Classifier['classifyInSteps'];
}
