import { ModelFormatError } from './errors.ts';
import { findNameProblem, type LabelSet } from './label-set.ts';
import { MODEL_KINDS, type ModelKind, type SmallKind } from './model.ts';
import type { TextSettings } from './text/text-settings.ts';

/** A file that a model was trained on. */
export interface DataFile {
  /** The file's name without its folder. */
  data: string;
  /** The SHA-256 of its bytes. */
  sha256: string;
  /** The number of texts used for training. */
  rows: number;
}

/** A file of texts with class probabilities that a model was trained on. */
export interface SoftDataFile extends DataFile {
  /** The name of the model whose probabilities they are, or the names of several, with commas; absent if unknown. */
  teacher?: string;
}

/** A model that another model was made of. */
export interface BaseModel {
  /** Its name, such as `BAAI/bge-small-en-v1.5`. */
  name: string;
  /** Its licence, as SPDX names it; absent if unknown. */
  license?: string;
}

/** The origin of a model: its training data, and its seed. Both are absent if a transformer's training is unknown. */
export interface Provenance extends Partial<DataFile> {
  /** The seed of the random number generator. */
  seed?: number;
  /** The model that a transformer was made of; absent for other kinds. */
  base?: BaseModel;
  /** The files of whole texts used besides the training file; absent if there are none. */
  textData?: readonly DataFile[];
  /** The files of texts with a teacher's class probabilities; absent if there are none. */
  softData?: readonly SoftDataFile[];
  /** The initial word vectors of a recurrent model: `none`, `wink` or the name of a file; absent if unknown. */
  vectors?: string;
  /** The citations that the data sets ask for; absent if there are none. */
  citations?: readonly string[];
}

/** The origin of a model that was trained here. */
export interface TrainingProvenance extends Provenance {
  data: string;
  sha256: string;
  rows: number;
  seed: number;
}

/** Accuracy on texts that the model was not trained on, as `evaluate` reports it. */
export interface MeasuredAccuracy {
  /** The file's name, or `cross-validation` for sentences held out from the training file. */
  data: string;
  count: number;
  accuracy: number;
  macroF1: number;
  /** Present only if the labels form a scale. */
  meanAbsoluteError?: number;
  expectedCalibrationError: number;
}

/** The metadata in a model file. */
export interface ModelHeader {
  kind: ModelKind;
  /** The names of the classes; the index of a class is its label. */
  labels: readonly string[];
  /** Whether the labels are ordered from negative to positive; true if absent. */
  isScale?: boolean;
  /** Maps each label as the training data spells it to the name of its class; absent if the two are equal. */
  labelMapping?: Readonly<Record<string, string>>;
  /** The settings of the training run, by name. */
  settings: Record<string, number>;
  /** The unit the model reads: `text` for a whole text; a sentence if absent. */
  unit?: 'text';
  /** How sentences are combined into a text; absent if the model was not trained on whole texts. */
  texts?: TextSettings;
  /** Informative sizes, such as the number of features. */
  vocabulary: Record<string, number>;
  provenance: Provenance;
  measured: MeasuredAccuracy[];
}

/** The metadata of a model that `loadClassifier` loads. */
export interface SmallModelHeader extends ModelHeader {
  kind: SmallKind;
  provenance: TrainingProvenance;
}

/**
 * Checks the header of a model file.
 * @throws ModelFormatError when a field is missing, has the wrong type or contradicts another field
 */
export function checkHeader(header: unknown): ModelHeader {
  const { kind, labels, isScale, labelMapping, settings, unit, texts, vocabulary, provenance, measured } =
    checkObject('header', header);
  check('kind', kind, MODEL_KINDS.join(' or '), MODEL_KINDS.includes(kind as ModelKind));
  const areNames = Array.isArray(labels) && labels.every((name) => typeof name === 'string');
  check('labels', labels, 'a list of names', areNames);
  const problem = findNameProblem(labels as string[]);
  if (problem !== undefined) throw new ModelFormatError(`model file has labels with ${problem}`);
  check('isScale', isScale, 'true or false', isScale === undefined || typeof isScale === 'boolean');
  if (labelMapping !== undefined) {
    for (const [label, name] of Object.entries(checkObject('labelMapping', labelMapping))) {
      check(`labelMapping.${label}`, name, 'the name of a class', (labels as unknown[]).includes(name));
    }
  }
  checkNumbers('settings', checkObject('settings', settings));
  check('unit', unit, '"text" or nothing', unit === undefined || unit === 'text');
  if (texts !== undefined) {
    check('isScale', isScale, 'true where there is a field texts', isScale !== false);
    checkTexts(checkObject('texts', texts), (labels as string[]).length);
  }
  checkNumbers('vocabulary', checkObject('vocabulary', vocabulary));
  checkProvenance(checkObject('provenance', provenance), kind as ModelKind);
  check('measured', measured, 'a list', Array.isArray(measured));
  for (const [i, row] of (measured as unknown[]).entries()) {
    const name = `measured[${i}]`;
    const { data, count, accuracy, macroF1, meanAbsoluteError, expectedCalibrationError } = checkObject(
      name,
      row,
    );
    check(`${name}.data`, data, 'a string', typeof data === 'string');
    checkNumbers(name, { count, accuracy, macroF1, expectedCalibrationError });
    if (meanAbsoluteError !== undefined) checkNumbers(name, { meanAbsoluteError });
  }
  return header as ModelHeader;
}

function checkProvenance(provenance: Record<string, unknown>, kind: ModelKind): void {
  const {
    data,
    sha256,
    rows,
    seed,
    base,
    textData = [],
    softData = [],
    vectors,
    citations = [],
  } = provenance;
  const isKnown = [data, sha256, rows, seed].some((field) => field !== undefined);
  if (isKnown || kind !== 'transformer') {
    checkDataFile('provenance', provenance);
    checkNumbers('provenance', { seed });
  }
  if (base !== undefined) {
    const { name, license } = checkObject('provenance.base', base);
    check('provenance.base.name', name, 'a string', typeof name === 'string');
    check('provenance.base.license', license, 'a string', ['string', 'undefined'].includes(typeof license));
  }
  check('provenance.textData', textData, 'a list', Array.isArray(textData));
  for (const [i, file] of (textData as unknown[]).entries()) checkDataFile(`provenance.textData[${i}]`, file);
  check('provenance.softData', softData, 'a list', Array.isArray(softData));
  for (const [i, file] of (softData as unknown[]).entries()) {
    const name = `provenance.softData[${i}]`;
    checkDataFile(name, file);
    const { teacher } = file as SoftDataFile;
    check(`${name}.teacher`, teacher, 'a string', ['string', 'undefined'].includes(typeof teacher));
  }
  check('provenance.vectors', vectors, 'a string', ['string', 'undefined'].includes(typeof vectors));
  const areStrings = Array.isArray(citations) && citations.every((citation) => typeof citation === 'string');
  check('provenance.citations', citations, 'a list of strings', areStrings);
}

function checkDataFile(name: string, file: unknown): void {
  const { data, sha256, rows } = checkObject(name, file);
  check(`${name}.data`, data, 'a string', typeof data === 'string');
  check(`${name}.sha256`, sha256, 'a string', typeof sha256 === 'string');
  checkNumbers(name, { rows });
}

/** The label set of the model with this header. */
export function labelsOf({ labels, isScale = true }: Pick<ModelHeader, 'labels' | 'isScale'>): LabelSet {
  return { names: labels, isScale };
}

/** The range of a setting. If there is a `step`, the value must be a multiple of it. */
interface SettingRange {
  min: number;
  max: number;
  step?: number;
}

/**
 * Picks settings by name from those of a model file.
 * @param what the owner of the settings, for the message
 * @throws ModelFormatError when a setting is missing or out of range
 */
export function checkSettings<Name extends string>(
  what: string,
  settings: Readonly<Record<string, number>>,
  ranges: Record<Name, SettingRange>,
): Record<Name, number> {
  const entries = Object.entries<SettingRange>(ranges).map(([name, { min, max, step }]) => {
    const value = settings[name];
    const isInRange = value !== undefined && value >= min && value <= max;
    if (!isInRange || (step !== undefined && value % step !== 0)) {
      const kind = step === undefined ? '' : step === 1 ? ', whole' : `, a multiple of ${step}`;
      throw new ModelFormatError(
        `${what} has setting ${name} ${value}, expected a number from ${min} to ${max}${kind}`,
      );
    }
    return [name, value];
  });
  return Object.fromEntries(entries);
}

/** Larger values could make a sum infinite. */
const MOST = { score: 100, bias: 1000, polarityNgrams: 20 };

function checkTexts({ bias, exponent, ...scores }: Record<string, unknown>, numClasses: number): void {
  const { strength, uncertainty, first, last, polarityNgrams = 0 } = scores;
  for (const [field, value] of Object.entries({ strength, uncertainty, first, last })) {
    check(
      `texts.${field}`,
      value,
      `a number from -${MOST.score} to ${MOST.score}`,
      isWithin(value, MOST.score),
    );
  }
  check('texts.exponent', exponent, 'a number from -2 to 2', isWithin(exponent, 2));
  const isLength = isWithin(polarityNgrams, MOST.polarityNgrams) && Number.isInteger(polarityNgrams);
  check(
    'texts.polarityNgrams',
    polarityNgrams,
    `a whole number from 0 to ${MOST.polarityNgrams}`,
    isLength && (polarityNgrams as number) >= 0,
  );
  const isRight =
    Array.isArray(bias) && bias.length === numClasses && bias.every((b) => isWithin(b, MOST.bias));
  check('texts.bias', bias, `${numClasses} numbers from -${MOST.bias} to ${MOST.bias}`, isRight);
}

function isWithin(value: unknown, most: number): boolean {
  return typeof value === 'number' && Math.abs(value) <= most;
}

function checkObject(name: string, value: unknown): Record<string, unknown> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  check(name, value, 'an object', isObject);
  return value as Record<string, unknown>;
}

function checkNumbers(name: string, values: Record<string, unknown>): void {
  for (const [field, value] of Object.entries(values)) {
    check(`${name}.${field}`, value, 'a number', Number.isFinite(value));
  }
}

function check(name: string, value: unknown, expected: string, isRight: boolean): void {
  if (isRight) return;
  const found = JSON.stringify(value) ?? 'missing';
  const shown = found.length > 100 ? `${found.slice(0, 100)}…` : found;
  throw new ModelFormatError(`model file has ${name} ${shown}, expected ${expected}`);
}
