import { decodeModel, encodeModel, nameModel } from '../../classifier/internals/index.ts';
import {
  type Classification,
  type MeasuredAccuracy,
  ModelFormatError,
  type ModelHeader,
  type OpenClassifier,
} from '../../classifier/src/index.ts';
import { computeMetrics } from '../../classifier/training/index.ts';
import { writeModelCard } from '../model-card/index.ts';
import { checkOutput } from '../program/check-output.ts';
import { classifyAll, type DataOptions, type Dataset, readDataset } from '../program/data-option.ts';
import { openModel } from '../program/open-model.ts';
import { readCitations } from '../program/read-citations.ts';
import { UsageError } from '../program/run-program.ts';
import { writeWhole } from '../program/write-whole.ts';
import { summarize, type WrittenModel } from '../training/index.ts';
import { calibrate, FLAT } from './calibrate.ts';
import { type ModelClasses, readClasses } from './read-classes.ts';
import { type ExportedModel, readFolder } from './read-folder.ts';
import { chooseSettings } from './settings.ts';

/** The special pieces of BERT and RoBERTa around a text. */
const NUM_SPECIAL = 2;

/** The options of `pack`. */
export interface PackOptions extends DataOptions {
  /** Files of labelled texts that the model was not trained on, to calibrate and measure it. */
  data: string[];
  /** Files of whole texts with stars or sides, to measure it on. */
  texts: string[];
  /** The meaning of the labels of `texts`, in the format of `parseLabelChoice`. */
  textLabels?: string;
  /** The path of the model file; its card lies beside it. */
  out: string;
  /** The ONNX model in the folder; by default it is found by its name. */
  onnx?: string;
  /** The unit that the model reads. */
  unit: 'text' | 'sentence';
  /** The most pieces read at once; by default as many as the encoder can. */
  maxPieces?: number;
  /** The name of the model that it was made of, and its licence; by default as the folder says. */
  base?: string;
  license?: string;
  /** A file with one citation of the data a line. */
  cite?: string;
}

/**
 * Packs a fine-tuned classifier into a model file, calibrates and measures it, and writes its card.
 * @param folder an export as `readFolder` reads it
 * @throws UsageError for a folder or options that make no model, before anything is measured
 */
export async function pack(folder: string, options: PackOptions): Promise<WrittenModel> {
  const { out, data, texts } = options;
  const cardPath = `${out.replace(/\.bin$/, '')}.md`;
  for (const path of [out, cardPath]) await checkOutput(path, [...data, ...texts]);
  const exported = await readFolder(folder, options.onnx);
  const classes = readClasses(exported.config.names, options, exported.fineTuning?.isScale);
  const { labels } = classes;
  if (texts.length > 0 && !labels.isScale) {
    throw new UsageError(`--texts goes with classes in an order; ${labels.names.join(', ')} are in none`);
  }
  const header = await describeHeader(exported, classes, options);
  const { settings } = header;
  const { onnx, tokenizer } = exported;
  const arrays = { onnx, tokenizer, ...placeOutputs(classes) };
  const encode = (temperature: number, measured: MeasuredAccuracy[]): Uint8Array =>
    encodeModel({ ...header, settings: { ...settings, temperature }, measured }, arrays);
  await tryLongest(folder, encodeModel({ ...header, unit: 'text' }, arrays), settings.maxPieces!);
  const datasets: Dataset[] = [];
  for (const file of data) datasets.push(await readDataset(file, options, labels));

  const temperature = datasets.length === 0 ? 1 : await fitToData(encode(FLAT, []), datasets);
  const classifier = await openModel(encode(temperature, []));
  // The card measures the same texts again.
  const classify = remember(classifier.classify);
  const measured: MeasuredAccuracy[] = [];
  for (const dataset of datasets) {
    const outcomes = await classifyAll({ ...classifier, classify }, dataset.texts);
    measured.push(summarize(dataset.name, computeMetrics(outcomes, labels)));
  }
  const bytes = encode(temperature, measured);
  await writeWhole(out, bytes);
  const decoded = decodeModel(bytes);
  const name = nameModel(decoded, bytes);
  const { data: _, ...others } = options;
  const card = { ...others, validation: data, seeds: [], out: cardPath };
  await writeModelCard({ name, header: decoded.header, classify }, bytes, card);
  await classifier.close();
  return { name, sizeBytes: bytes.length, measured };
}

/** The header of the model file, before it is calibrated and measured. */
async function describeHeader(
  exported: ExportedModel,
  { labels: { names, isScale, mapping } }: ModelClasses,
  { unit, maxPieces, base, license, cite }: PackOptions,
): Promise<ModelHeader> {
  const { provenance } = exported;
  const name = base ?? provenance.base?.name;
  const own = base === undefined ? provenance.base?.license : undefined;
  if (license !== undefined && name === undefined) {
    throw new UsageError('--license is that of the base; expected --base with its name');
  }
  return {
    kind: 'transformer',
    labels: names,
    ...(!isScale && { isScale }),
    ...(mapping && { labelMapping: mapping }),
    settings: chooseSettings(exported, maxPieces),
    ...(unit === 'text' && { unit }),
    vocabulary: { numPieces: exported.numPieces },
    provenance: {
      ...provenance,
      ...(name !== undefined && { base: { name, ...withLicense(license ?? own) } }),
      ...(cite !== undefined && { citations: await readCitations(cite) }),
    },
    measured: [],
  };
}

const withLicense = (license: string | undefined) => (license === undefined ? {} : { license });

/** The array of the outputs' places, which is left out where classes and outputs are in the same order. */
function placeOutputs({ outputs }: ModelClasses): { outputs?: Uint8Array } {
  return outputs.every((place, k) => place === k) ? {} : { outputs: Uint8Array.from(outputs) };
}

/**
 * Opens the model, and has it read as many pieces as it may at once.
 * @throws UsageError when it cannot
 */
async function tryLongest(folder: string, bytes: Uint8Array, maxPieces: number): Promise<void> {
  const classifier = await openModel(bytes, 1).catch((error: Error) => {
    if (!(error instanceof ModelFormatError)) throw error;
    const problem = error.message.replace(/^(?:model file|transformer model) /, '');
    throw new UsageError(`${folder}: ${problem}`, { cause: error });
  });
  try {
    await classifier.classify('a '.repeat(maxPieces - NUM_SPECIAL));
  } catch (cause) {
    const [reason] = (cause as Error).message.split('\n', 1);
    throw new UsageError(
      `${folder}: the encoder fails on ${maxPieces} pieces (${reason}); expected --max-pieces with as many as it reads`,
      { cause },
    );
  } finally {
    await classifier.close();
  }
}

async function fitToData(bytes: Uint8Array, datasets: readonly Dataset[]): Promise<number> {
  const flat = await openModel(bytes);
  try {
    return await calibrate(flat, datasets);
  } finally {
    await flat.close();
  }
}

/** Classifies each text once. */
function remember(classify: OpenClassifier['classify']): OpenClassifier['classify'] {
  const known = new Map<string, Promise<Classification>>();
  return (text) => {
    const result = known.get(text) ?? classify(text);
    known.set(text, result);
    return result;
  };
}
