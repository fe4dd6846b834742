import { LABEL_LIMITS, MODEL_KINDS, VISIBLE_CHARACTER } from '../../classifier/src/index.ts';
import { LIMITS } from './limits.ts';
import { LIMITS_SCHEMA } from './limits-schema.ts';
import { PROBLEM_SCHEMA } from './problems.ts';

const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const probability = { type: 'number', minimum: 0, maximum: 1 } as const;
const numbersByName = { type: 'object', additionalProperties: { type: 'number' } } as const;
/** The largest label of any model. `/model` has the labels of the served model. */
const largestLabel = LABEL_LIMITS.maxClasses - 1;
const place = { ...count, description: 'Position in the sent text, in UTF-16 code units.' } as const;

/** Creates the JSON Schema of an object with exactly these fields. */
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
  description: 'At least one character must be neither white space nor invisible.',
} as const;

/** JSON Schema of the body of `POST /`. `readText` accepts the same bodies. */
export const REQUEST_SCHEMA = {
  type: 'object',
  required: ['mytext'],
  properties: { mytext: TEXT_SCHEMA },
} as const;

/** JSON Schema of the body of `POST /batch`. Invalid items do not make it invalid: they get an error each. */
export const BATCH_REQUEST_SCHEMA = {
  type: 'object',
  required: ['mytexts'],
  properties: {
    mytexts: {
      type: 'array',
      minItems: 1,
      maxItems: LIMITS.batchTexts,
      items: text,
      description: 'Each as in a request for one text. An invalid text gets an error in its place.',
    },
  },
} as const;

const ID_SCHEMA = {
  type: ['string', 'number', 'null'],
  description: 'Returned with the result.',
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
    description: 'The name of the label, one of those in /model; null if no class reaches "minConfidence".',
  },
  label: {
    type: ['integer', 'null'],
    minimum: 0,
    maximum: largestLabel,
    description: 'The index in /model of the most probable class, from 0; null if the sentiment is null.',
  },
  confidence: { ...probability, description: 'The probability of the most probable class.' },
  probabilities: {
    type: 'object',
    minProperties: LABEL_LIMITS.minClasses,
    maxProperties: LABEL_LIMITS.maxClasses,
    additionalProperties: probability,
    description: 'The probabilities of all classes, by name. They sum to 1.',
  },
  valence: {
    type: 'number',
    minimum: 0,
    maximum: largestLabel,
    description: 'The expected label: one number to sort or average by. Present if the labels are a scale.',
  },
  coverage: {
    ...probability,
    description: 'The share of the words that the model knows. Near 0 the result is meaningless.',
  },
  model: {
    ...text,
    description: 'The name of the model. Models with the same name are identical, byte for byte.',
  },
} as const;

/** The fields of every result. Only models with a scale have `valence`. */
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
          description: 'The drop in valence, or in confidence if there is no valence, without the token.',
        },
      }),
      description: `With "explain=true": the weight of each token. Empty if the text has more than ${LIMITS.explanationTokens} tokens, or a sentence more than ${LIMITS.explanationSentenceTokens}.`,
    },
    explanationOmitted: {
      ...text,
      minLength: 1,
      description:
        'The reason why "explanation" is empty for a long text: its number of tokens, and the limit.',
    },
    sentenceWeights: {
      type: 'array',
      items: record({
        start: place,
        end: place,
        weight: {
          type: 'number',
          description: 'The drop in valence, or in confidence if there is no valence, without the sentence.',
        },
      }),
      description:
        'With "explain=true": the weight of each sentence. Empty if the text is too long for a model that reads whole texts.',
    },
    sentences: {
      type: 'array',
      items: {
        ...record({ ...CLASSIFICATION_FIELDS, start: place, end: place }),
        required: [...REQUIRED_FIELDS, 'start', 'end'],
      },
      description: 'With "sentences=true": the result for each sentence.',
    },
  },
} as const;

/** JSON Schema of an error in place of a result, in the response to a batch. */
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

const softDataFile = record({
  ...dataFile.properties,
  teacher: {
    ...text,
    description:
      'The name of the model whose probabilities they are, or the names of several. Absent if unknown.',
  },
});

const modelSchema = record({
  name: { ...text, description: 'Models with the same name are identical, byte for byte.' },
  kind: { type: 'string', enum: MODEL_KINDS },
  labels: {
    type: 'array',
    items: { ...text, minLength: 1 },
    minItems: LABEL_LIMITS.minClasses,
    maxItems: LABEL_LIMITS.maxClasses,
    description: 'The names of the classes. The index of a name, from 0, is its label.',
  },
  isScale: {
    type: 'boolean',
    description: 'Whether the labels are ordered from negative to positive, so that results have a valence.',
  },
  attributes: {
    type: 'array',
    items: { ...text, pattern: '^[a-z0-9-]+$' },
    minItems: LABEL_LIMITS.minClasses,
    maxItems: LABEL_LIMITS.maxClasses,
    description: 'The value of the attribute "sentiment" in reply events for each label, to filter by.',
  },
  vocabulary: numbersByName,
  base: {
    ...record({ name: text, license: text }),
    required: ['name'],
    description: 'The model that a transformer was made of, and its licence.',
  },
  trainingData: {
    ...dataFile,
    description: 'The file that the model was trained on. Absent if a transformer does not say.',
  },
  textData: {
    type: 'array',
    items: dataFile,
    description: 'The files of whole texts used for training, in addition to the training data.',
  },
  softData: {
    type: 'array',
    items: { ...softDataFile, required: dataFile.required },
    description:
      'The files of texts from which the class probabilities of another model, a teacher, were learned.',
  },
  vectors: {
    ...text,
    description:
      'The word vectors from which the training of a recurrent model started: none, wink, or the name of a file.',
  },
  citations: {
    type: 'array',
    items: text,
    description: 'The citations that the authors of the data ask for.',
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
          description: 'Present if the labels are a scale.',
        },
        expectedCalibrationError: probability,
      }),
      required: ['data', 'count', 'accuracy', 'macroF1', 'expectedCalibrationError'],
    },
    description: 'Accuracy on texts that the model was not trained on.',
  },
  limits: LIMITS_SCHEMA,
});

/** JSON Schema of the answer to `GET /model`. */
export const MODEL_SCHEMA = {
  ...modelSchema,
  required: modelSchema.required.filter((name) => !['base', 'trainingData', 'vectors'].includes(name)),
} as const;

/** JSON Schema of the answer to a health check. */
export const HEALTH_SCHEMA = record({ status: { type: 'string', enum: ['alive', 'ready'] } });
