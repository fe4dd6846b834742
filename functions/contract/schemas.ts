import { MODEL_KINDS, NUM_CLASSES, SENTIMENTS, VISIBLE_CHARACTER } from '../../classifier/src/index.ts';
import { LIMITS } from './limits.ts';
import { PROBLEM_SCHEMA } from './problems.ts';

const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const probability = { type: 'number', minimum: 0, maximum: 1 } as const;
const numbersByName = { type: 'object', additionalProperties: { type: 'number' } } as const;
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
    enum: [...SENTIMENTS, null],
    description: 'The name of the label; null where no class reaches "minConfidence".',
  },
  label: {
    type: ['integer', 'null'],
    minimum: 0,
    maximum: NUM_CLASSES - 1,
    description:
      'The class of highest probability, from 0 (negative) to 4 (positive); null as the sentiment.',
  },
  confidence: { ...probability, description: 'The probability of that class.' },
  probabilities: {
    ...record(Object.fromEntries(SENTIMENTS.map((sentiment) => [sentiment, probability]))),
    description: "Every class's probability by its name; they sum to 1.",
  },
  valence: {
    type: 'number',
    minimum: 0,
    maximum: NUM_CLASSES - 1,
    description: 'The expected label: one number to sort or average by.',
  },
  coverage: {
    ...probability,
    description: 'The share of the words that the model knows; near 0 the result means nothing.',
  },
  model: { ...text, description: 'The same name is the same model, byte for byte.' },
} as const;

/** JSON Schema of the answer to `POST /`: a `DetailedClassification`. */
export const ANSWER_SCHEMA = {
  type: 'object',
  required: Object.keys(CLASSIFICATION_FIELDS),
  properties: {
    ...CLASSIFICATION_FIELDS,
    explanation: {
      type: 'array',
      maxItems: LIMITS.explanationTokens,
      items: record({
        text,
        start: place,
        end: place,
        weight: { type: 'number', description: 'How much the valence falls without the token.' },
      }),
      description: `With "explain=true": what each token does. At most ${LIMITS.explanationSentenceTokens} of a sentence.`,
    },
    sentences: {
      type: 'array',
      items: record({ ...CLASSIFICATION_FIELDS, start: place, end: place }),
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

/** JSON Schema of the answer to `GET /model`. */
export const MODEL_SCHEMA = record({
  name: { ...text, description: 'The same name is the same model, byte for byte.' },
  kind: { type: 'string', enum: MODEL_KINDS },
  labels: { type: 'array', items: text, minItems: NUM_CLASSES, maxItems: NUM_CLASSES },
  vocabulary: numbersByName,
  trainingData: record({ name: text, sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' }, rows: count }),
  settings: numbersByName,
  measured: {
    type: 'array',
    items: record({
      data: text,
      count,
      accuracy: probability,
      macroF1: probability,
      meanAbsoluteError: { type: 'number', minimum: 0, maximum: NUM_CLASSES - 1 },
      expectedCalibrationError: probability,
    }),
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
