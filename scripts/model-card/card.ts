import { labelsOf, type ModelHeader, toAttribute } from '../../classifier/src/index.ts';
import { SOFT_DEFAULTS, type StrongestNgrams, type StrongNgram } from '../../classifier/training/index.ts';
import { markdownTable } from '../program/markdown-table.ts';
import { flagOf, resolveSettings } from '../training/index.ts';
import type { Ablation } from './ablation.ts';
import { describeAccuracy, describeClasses, describeOverlap, type ValidatedFile } from './accuracy.ts';
import { type Behaviour, describeBehaviour } from './behaviour.ts';
import { countSoftTexts, isOfFiveSentiments, KINDS, knowsFilms } from './kinds.ts';
import { describeOrigin } from './origin.ts';
import { describeLearning, describeParts, describeSeeds, type PartialAccuracy } from './recurrent.ts';
import { describeTexts } from './texts.ts';
import { describeWholeTexts, type WholeTexts } from './whole-texts.ts';

/** The content of a model card. */
export interface ModelCard {
  /** The model's name. */
  name: string;
  /** The model file's size. */
  sizeBytes: number;
  header: ModelHeader;
  validations: ValidatedFile[];
  wholeTexts: WholeTexts[];
  /** The meaning of the labels of whole texts, in the format of `--text-labels`. */
  textLabels: string | undefined;
  /** How long the training took, such as `20 minutes on 2 cores`, if known. */
  trainingTime: string | undefined;
  /** `undefined` for a transformer, which has no n-grams. */
  strongest: StrongestNgrams | undefined;
  /** The headers of models that differ only in their seed. */
  seeds: ModelHeader[];
  /** `undefined` for a linear model. */
  recurrent: RecurrentFindings | undefined;
  /** Only for the five sentiments, which the cases require. */
  behaviour: Behaviour | undefined;
}

/** The additional content of a recurrent model's card. */
export interface RecurrentFindings {
  /** The accuracy of the whole model, then of each opinion alone. */
  opinions: PartialAccuracy[];
  ablation: Ablation | undefined;
  /** The file name of the learning curve, which is beside the card. */
  curveName: string;
}

/** Formats the card in Markdown: the model, its data and training, its accuracy, and its limits. */
export function describeModelCard(card: ModelCard): string {
  const { name, header, sizeBytes, validations, wholeTexts, strongest, seeds, recurrent, behaviour } = card;
  const kind = KINDS[header.kind];
  return `${[
    `# Model card: ${name}`,
    kind.model(header, sizeBytes),
    ...describeLabels(header),
    `It is for those who sort, count or route ${knowsFilms(header) ? 'short opinions on films' : 'texts such as those it was trained on'}, and can live with an error in every few texts. It is not for decisions about people.`,
    ...(header.kind === 'transformer'
      ? ['## Origin', describeOrigin(header)]
      : ['## Training', describeTraining(card)]),
    ...describeCitations(header),
    '## Accuracy',
    describeAccuracy(header, validations, kind.howTuned(header)),
    ...describeSeeds(header, seeds),
    ...validations.flatMap(describeClasses),
    ...describeWholeTexts(wholeTexts),
    ...describeOverlap(validations),
    ...(recurrent === undefined ? [] : describeFindings(recurrent, validations)),
    ...(behaviour === undefined ? [] : describeBehaviour(behaviour)),
    ...(strongest === undefined
      ? []
      : [
          `## What ${recurrent === undefined ? 'it goes' : 'its n-grams go'} by`,
          describeStrongest(strongest, header.labels),
        ]),
    '## Texts of several sentences',
    describeTexts(header),
    '## Limits',
    kind
      .limits(header)
      .map((limit) => `- ${limit}`)
      .join('\n'),
  ].join('\n\n')}\n`;
}

/** Describes the classes, and the labels in the data that map to each, unless they are the five sentiments. */
function describeLabels(header: ModelHeader): string[] {
  if (isOfFiveSentiments(header)) return [];
  const { names, isScale } = labelsOf(header);
  const spellings = Object.entries(header.labelMapping ?? {});
  const rows = names.map((name, label) => [
    name,
    String(label),
    toAttribute(name, label),
    spellings.flatMap(([spelled, of]) => (of === name ? spelled : [])).join(', ') || name,
  ]);
  return [
    '## Classes',
    isScale ? 'A scale, from negative to positive.' : 'In no order: results have no valence.',
    markdownTable(['class', 'label', 'in events', 'in the training data'], rows),
  ];
}

function describeFindings(
  { opinions, ablation, curveName }: RecurrentFindings,
  validations: readonly ValidatedFile[],
): string[] {
  const files = validations.map(({ data }) => data);
  return [
    ...describeParts(files, opinions, ablation),
    ...(ablation === undefined ? [] : describeLearning(ablation, curveName)),
  ];
}

function describeTraining({ header, validations, textLabels, trainingTime }: ModelCard): string {
  const { kind, provenance, settings, measured } = header;
  const { data, sha256, rows, seed, textData = [], softData = [], vectors, citations = [] } = provenance;
  const measuredOn = measured.map((entry) => entry.data).filter((name) => name !== 'cross-validation');
  // The first validation file takes part in the training of a recurrent model.
  const tunedOn = kind === 'recurrent' ? validations.filter((file) => file.data === measuredOn[0]) : [];
  const options = [
    `--data ${data} --kind ${kind} --seed ${seed}`,
    ...nameTexts(header, textLabels),
    ...nameSoft(header),
    ...(vectors === undefined || vectors === 'wink' ? [] : [`--vectors ${vectors}`]),
    ...nameSettings(header),
    ...(citations.length === 0 ? [] : ['--cite CITATIONS']),
    ...(measuredOn.length === 0 ? [] : [`--validation ${measuredOn.join(' ')}`]),
    `--out ${kind}.bin`,
  ];
  return `${markdownTable(
    ['what', 'value'],
    [
      ['data', data!],
      ['SHA-256 of the data', sha256!],
      ['texts', String(rows)],
      ...textData.flatMap((file) => [
        ['whole texts', file.data],
        [`SHA-256 of ${file.data}`, file.sha256],
        [`texts of ${file.data}`, String(file.rows)],
      ]),
      ...softData.flatMap((file) => [
        ['soft texts', file.data],
        [`SHA-256 of ${file.data}`, file.sha256],
        [`texts of ${file.data}`, String(file.rows)],
        ...(file.teacher === undefined ? [] : [[`teacher of ${file.data}`, file.teacher]]),
      ]),
      ...tunedOn.flatMap((file) => [
        ['validation data', file.data],
        ['SHA-256 of the validation data', file.sha256],
      ]),
      ['seed', String(seed)],
      ...Object.entries(settings).map(([setting, value]) => [setting, String(value)]),
    ],
  )}

${KINDS[kind].sameBytes}

\`\`\`sh
npm run train -- ${options.join(' ')}
\`\`\`${[
    ...(softData.length === 0
      ? []
      : [
          'Soft texts are those that `npm run classify -- TEXTS --model TEACHER --json --out SOFT.ndjson` has written.',
        ]),
    ...(trainingTime === undefined ? [] : [`The training took ${trainingTime}.`]),
  ]
    .map((paragraph) => `\n\n${paragraph}`)
    .join('')}`;
}

/** The options that name the whole texts, with a placeholder if the model file does not name them. */
function nameTexts({ texts, provenance }: ModelHeader, textLabels: string | undefined): string[] {
  const files = provenance.textData?.map((file) => file.data) ?? (texts === undefined ? [] : ['TEXTS']);
  if (files.length === 0) return [];
  return [`--texts ${files.join(' ')}`, ...(textLabels === undefined ? [] : [`--text-labels ${textLabels}`])];
}

/** The options that name the soft texts, and their settings if they are not the defaults. */
function nameSoft({ provenance: { softData = [] }, settings }: ModelHeader): string[] {
  if (softData.length === 0) return [];
  const { softWeight = SOFT_DEFAULTS.weight, softMinTexts = SOFT_DEFAULTS.minTexts } = settings;
  return [
    `--soft ${softData.map((file) => file.data).join(' ')}`,
    ...(softWeight === SOFT_DEFAULTS.weight ? [] : [`--soft-weight ${softWeight}`]),
    ...(softMinTexts === SOFT_DEFAULTS.minTexts ? [] : [`--soft-min-texts ${softMinTexts}`]),
  ];
}

/** The options of settings that are not the defaults. */
function nameSettings(header: ModelHeader): string[] {
  const { settings, unit, provenance } = header;
  const numTexts = provenance.rows! + countSoftTexts(header);
  const { ngrams, network, misspelledShare } = resolveSettings(unit ?? 'sentence', numTexts, {});
  const defaults: Record<string, number> = { ...ngrams, ...network, misspelledShare };
  return Object.entries(settings)
    .filter(([name, value]) => name in defaults && defaults[name] !== value)
    .map(([name, value]) => `${flagOf(name)} ${value}`);
}

/** Cites the sources of the data. */
function describeCitations({ provenance: { citations = [] } }: ModelHeader): string[] {
  if (citations.length === 0) return [];
  return ['The data is from:', citations.map((citation) => `- ${citation}`).join('\n')];
}

function describeStrongest({ words, negated }: StrongestNgrams, names: readonly string[]): string {
  return `The n-grams of words that speak most for each class, of those that stand in at least 5 training sentences. The figure is the weight in that class less the mean weight in the others. N-grams of characters work beside them and are not shown.

${listByClass(words, names)}

Words after a negation ("not", "never", "lacks", …), which count beside the same words as they are:

${listByClass(negated, names)}`;
}

function listByClass(ngrams: readonly (readonly StrongNgram[])[], names: readonly string[]): string {
  const list = (strong: readonly StrongNgram[]): string =>
    strong.map(({ ngram, strength }) => `\`${ngram}\` ${strength.toFixed(2)}`).join(', ');
  return names.map((name, k) => `- **${name}**: ${list(ngrams[k]!) || 'none'}`).join('\n');
}
