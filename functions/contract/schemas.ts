import { LABEL_LIMITS, MODEL_KINDS, VISIBLE_CHARACTER } from '../../classifier/src/index.ts';
import { LIMITS } from './limits.ts';
import { PROBLEM_SCHEMA } from './problems.ts';

const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const probability = { type: 'number', minimum: 0, maximum: 1 } as const;
const numbersByName = { type: 'object', additionalProperties: { type: 'number' } } as const;
/** The largest label that a model may give; `/model` tells that of the one that is served. */
const largestLabel = LABEL_LIMITS.maxClasses - 1;
const place = { ...count, description: 'In UTF-16 code units of the text that was sent.' } as const;

/** JSON Schema of an object with all of these fields, and no other. */
function record<Fields extends object>(properties: Fields) {
  return {
    type: 'object',
    required: Object.keys(properties),
    properties,
    additionalProperties: false,
  } as const;
}

/** JSON Schema of one text to classify. */
export const TEXT_SCHEMA = {
  type: 'string',
  minLength: 1,
  maxLength: LIMITS.textCharacters,
  pattern: VISIBLE_CHARACTER,
  description: 'At least one character is neither white space nor invisible.',
} as const;

/** JSON Schema of the body of `POST /`. `readText` accepts exactly what it accepts. */
export const REQUEST_SCHEMA = {
  type: 'object',
  required: ['mytext'],
  properties: { mytext: TEXT_SCHEMA },
} as const;

/** JSON Schema of the body of `POST /batch`; each item is checked and answered by itself, and may be anything. */
export const BATCH_REQUEST_SCHEMA = {
  type: 'object',
  required: ['mytexts'],
  properties: {
    mytexts: {
      type: 'array',
      minItems: 1,
      maxItems: LIMITS.batchTexts,
      items: text,
      description: 'Each as in a request for one text; one that is not has an error in its place.',
    },
  },
} as const;

const ID_SCHEMA = {
  type: ['string', 'number', 'null'],
  description: 'Comes back with the result.',
} as const;

/** JSON Schema of a line of a stream to `POST /batch`. */
export const LINE_SCHEMA = {
  type: 'object',
  required: ['mytext'],
  properties: { mytext: TEXT_SCHEMA, id: ID_SCHEMA },
} as const;

const CLASSIFICATION_FIELDS = {
  sentiment: {
    type: ['string', 'null'],
    minLength: 1,
    description:
      'The name of the label, one of those that /model tells; null where no class reaches "minConfidence".',
  },
  label: {
    type: ['integer', 'null'],
    minimum: 0,
    maximum: largestLabel,
    description: 'The class of highest probability: its place in /model; null as the sentiment.',
  },
  confidence: { ...probability, description: 'The probability of that class.' },
  probabilities: {
    type: 'object',
    minProperties: LABEL_LIMITS.minClasses,
    maxProperties: LABEL_LIMITS.maxClasses,
    additionalProperties: probability,
    description: "Every class's probability by its name; they sum to 1.",
  },
  valence: {
    type: 'number',
    minimum: 0,
    maximum: largestLabel,
    description: 'The expected label: one number to sort or average by. There where the labels are a scale.',
  },
  coverage: {
    ...probability,
    description: 'The share of the words that the model knows; near 0 the result means nothing.',
  },
  model: { ...text, description: 'The same name is the same model, byte for byte.' },
} as const;

/** All models give these fields; `valence` is one of a scale. */
const REQUIRED_FIELDS = Object.keys(CLASSIFICATION_FIELDS).filter((name) => name !== 'valence');

/** JSON Schema of the answer to `POST /`: a `DetailedClassification`. */
export const ANSWER_SCHEMA = {
  type: 'object',
  required: REQUIRED_FIELDS,
  properties: {
    ...CLASSIFICATION_FIELDS,
    explanation: {
      type: 'array',
      maxItems: LIMITS.explanationTokens,
      items: record({
        text,
        start: place,
        end: place,
        weight: {
          type: 'number',
          description: 'How much the valence falls without the token; where there is none, the confidence.',
        },
      }),
      description: `With "explain=true": what each token does. None where the text has more than ${LIMITS.explanationTokens}, or a sentence of it more than ${LIMITS.explanationSentenceTokens}.`,
    },
    explanationOmitted: {
      ...text,
      minLength: 1,
      description:
        'Why "explanation" is empty for a long text: how many tokens it has, and how many it may have.',
    },
    sentenceWeights: {
      type: 'array',
      items: record({
        start: place,
        end: place,
        weight: {
          type: 'number',
          description:
            'How much the valence falls without the sentence; where there is none, the confidence.',
        },
      }),
      description:
        'With "explain=true": what each sentence does. None where a model that reads whole texts had too much to read for it.',
    },
    sentences: {
      type: 'array',
      items: {
        ...record({ ...CLASSIFICATION_FIELDS, start: place, end: place }),
        required: [...REQUIRED_FIELDS, 'start', 'end'],
      },
      description: 'With "sentences=true": the same for each sentence.',
    },
  },
} as const;

/** JSON Schema of the error in a batch's answer that takes the place of a result. */
export const ERROR_SCHEMA = {
  type: 'object',
  required: ['error'],
  properties: { error: PROBLEM_SCHEMA },
} as const;

/** JSON Schema of the answer to `POST /batch`: one result per text, in order. */
export const BATCH_ANSWER_SCHEMA = record({
  results: {
    type: 'array',
    maxItems: LIMITS.batchTexts,
    items: { oneOf: [ANSWER_SCHEMA, ERROR_SCHEMA] },
  },
});

/** JSON Schema of a line of the answer to a stream. */
export const LINE_ANSWER_SCHEMA = {
  properties: { id: ID_SCHEMA },
  oneOf: [ANSWER_SCHEMA, ERROR_SCHEMA],
} as const;

/** JSON Schema of the answer to `GET /`. */
export const SERVICE_SCHEMA = record({
  name: text,
  version: text,
  model: text,
  links: { type: 'object', additionalProperties: text },
});

const dataFile = record({
  name: text,
  sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  rows: count,
});

/** JSON Schema of the answer to `GET /model`. */
export const MODEL_SCHEMA = record({
  name: { ...text, description: 'The same name is the same model, byte for byte.' },
  kind: { type: 'string', enum: MODEL_KINDS },
  labels: {
    type: 'array',
    items: { ...text, minLength: 1 },
    minItems: LABEL_LIMITS.minClasses,
    maxItems: LABEL_LIMITS.maxClasses,
    description: 'The names of the classes; the place of a name, from 0, is its label.',
  },
  isScale: {
    type: 'boolean',
    description: 'Whether the labels are in an order, negative to positive; then results have a valence.',
  },
  attributes: {
    type: 'array',
    items: { ...text, pattern: '^[a-z0-9-]+$' },
    minItems: LABEL_LIMITS.minClasses,
    maxItems: LABEL_LIMITS.maxClasses,
    description: 'Each label as the attribute "sentiment" of a reply event has it, to filter by.',
  },
  vocabulary: numbersByName,
  trainingData: dataFile,
  textData: {
    type: 'array',
    items: dataFile,
    description: 'The files of whole texts that it learned from beside the training data.',
  },
  citations: {
    type: 'array',
    items: text,
    description: 'Who gave the data, as it asks to be cited.',
  },
  settings: numbersByName,
  measured: {
    type: 'array',
    items: {
      ...record({
        data: text,
        count,
        accuracy: probability,
        macroF1: probability,
        meanAbsoluteError: {
          type: 'number',
          minimum: 0,
          maximum: largestLabel,
          description: 'There where the labels are a scale.',
        },
        expectedCalibrationError: probability,
      }),
      required: ['data', 'count', 'accuracy', 'macroF1', 'expectedCalibrationError'],
    },
    description: 'Accuracy on texts that the model was not trained on.',
  },
  limits: record(
    Object.fromEntries(
      Object.entries(LIMITS).map(([name, limit]) => [name, { type: 'integer', const: limit }] as const),
    ),
  ),
});

/** JSON Schema of the answer to a health check. */
export const HEALTH_SCHEMA = record({ status: { type: 'string', enum: ['alive', 'ready'] } });
