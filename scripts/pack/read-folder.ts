import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import type { BaseModel, Provenance } from '../../classifier/src/index.ts';
import { readFile } from '../program/read-file.ts';
import { UsageError } from '../program/run-program.ts';

/** A classifier in the format of Hugging Face's exports. */
export interface ExportedModel {
  /** The bytes of the ONNX model. */
  onnx: Uint8Array;
  /** The bytes of `tokenizer.json`, without needless white space. */
  tokenizer: Uint8Array;
  /** The number of pieces in the tokenizer's vocabulary. */
  numPieces: number;
  config: ModelConfig;
  /** The origin of the model, as far as the folder says. */
  provenance: Provenance;
  /** Its fine-tuning, if it was done with `scripts/fine-tune/`. */
  fineTuning: FineTuning | undefined;
}

/** What is read of the record of a fine-tuning, beside the origin. */
export interface FineTuning {
  /** Whether the classes, in their order, are a scale. */
  isScale: boolean;
  /** Among them `maxPieces`: the most pieces of a text that it was trained on. */
  settings: Record<string, number>;
}

/** What is read of `config.json`. */
export interface ModelConfig {
  /** The names of the outputs, in their order. */
  names: string[];
  /** The most pieces that the encoder can read at once, special ones included. */
  maxPieces: number;
  numLayers: number;
  /** The number of values for each piece. */
  width: number;
}

/** Where exporters put the ONNX model, by preference. */
const ONNX_FILES = ['', 'onnx'].flatMap((folder) =>
  ['model.onnx', 'model_quantized.onnx'].map((name) => join(folder, name)),
);
/** The sizes of BERT, for a configuration that does not tell its own. */
const BERT = { numLayers: 12, width: 768, maxPieces: 512 };
/** What `scripts/fine-tune/` records. */
const RECORD_FILE = 'fine-tuning.json';
/** RoBERTa numbers its positions from 2. */
const ROBERTA_OFFSET = 2;

/**
 * Reads a folder as `optimum-cli export onnx` and `scripts/fine-tune/` write it: an ONNX model, `tokenizer.json` and
 * `config.json`. `fine-tuning.json` or the head of `README.md` tell its origin, if they are there.
 * @param onnxFile the ONNX model, relative to the folder; by default it is found by its usual names
 * @throws UsageError for a folder that is no such export
 */
export async function readFolder(folder: string, onnxFile?: string): Promise<ExportedModel> {
  if (!existsSync(folder)) throw new UsageError(`${folder}: no such folder`);
  if (!statSync(folder).isDirectory()) {
    throw new UsageError(
      `${folder}: is no folder; expected one with model.onnx, tokenizer.json and config.json`,
    );
  }
  const onnxPath = findOnnx(folder, onnxFile);
  const config = readConfig(join(folder, 'config.json'), await readJson(folder, 'config.json'));
  const tokenizer = await readJson(folder, 'tokenizer.json');
  return {
    onnx: await readFile(onnxPath),
    tokenizer: new TextEncoder().encode(JSON.stringify(tokenizer)),
    numPieces: Object.keys(Object(Object(tokenizer.model).vocab)).length,
    config,
    ...(await readOrigin(folder)),
  };
}

function findOnnx(folder: string, onnxFile: string | undefined): string {
  const names = onnxFile === undefined ? ONNX_FILES : [onnxFile];
  const name = names.find((name) => existsSync(join(folder, name)));
  if (name === undefined) {
    const hint = existsSync(join(folder, 'model.safetensors'))
      ? '; model.safetensors holds weights of PyTorch, which "optimum-cli export onnx" exports'
      : '';
    throw new UsageError(`${folder}: has no ${names.join(', ')}${hint}`);
  }
  const path = join(folder, name);
  const data = [`${path}_data`, `${path}.data`].find((file) => existsSync(file));
  if (data === undefined) return path;
  throw new UsageError(`${path}: has its weights in ${data}; expected them in the same file`);
}

async function readJson(folder: string, name: string): Promise<Record<string, unknown>> {
  const path = join(folder, name);
  const text = new TextDecoder().decode(await readFile(path));
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as never;
  } catch {} // reported below
  throw new UsageError(`${path}: is no JSON object`);
}

function readConfig(path: string, config: Record<string, unknown>): ModelConfig {
  const names = readNames(path, config.id2label);
  if (config.problem_type === 'multi_label_classification') {
    throw new UsageError(`${path}: a text may have several of its classes; expected one class for each text`);
  }
  const positions = readSize(path, config, ['max_position_embeddings']) ?? BERT.maxPieces;
  const isRoberta = String(config.model_type).includes('roberta');
  return {
    names,
    maxPieces: Math.min(BERT.maxPieces, isRoberta ? positions - ROBERTA_OFFSET : positions),
    numLayers: readSize(path, config, ['num_hidden_layers', 'n_layers']) ?? BERT.numLayers,
    width: readSize(path, config, ['hidden_size', 'dim']) ?? BERT.width,
  };
}

/** Reads the names of the classes by their numbers, 0 to the last. */
function readNames(path: string, id2label: unknown): string[] {
  const entries = Object.entries(Object(id2label));
  const names = entries.map((_, k) => (id2label as Record<string, unknown>)[k]);
  if (names.length > 1 && names.every((name) => typeof name === 'string')) return names;
  throw new UsageError(
    `${path}: has id2label ${JSON.stringify(id2label) ?? 'missing'}; expected the name of each class by its number, from 0, as a classifier has it`,
  );
}

/** Reads the first of some sizes that is there. */
function readSize(
  path: string,
  config: Record<string, unknown>,
  names: readonly string[],
): number | undefined {
  const name = names.find((name) => config[name] !== undefined);
  if (name === undefined) return undefined;
  const size = config[name];
  if (Number.isInteger(size) && (size as number) > 0) return size as number;
  throw new UsageError(`${path}: has ${name} ${JSON.stringify(size)}; expected a whole number from 1`);
}

async function readOrigin(folder: string): Promise<Pick<ExportedModel, 'provenance' | 'fineTuning'>> {
  if (!existsSync(join(folder, RECORD_FILE))) {
    const base = await readBase(join(folder, 'README.md'));
    return { provenance: base === undefined ? {} : { base }, fineTuning: undefined };
  }
  const { provenance, isScale, settings } = await readJson(folder, RECORD_FILE);
  const areNumbers = Object.values(Object(settings)).every(Number.isFinite);
  if (typeof isScale !== 'boolean' || typeof settings !== 'object' || !areNumbers) {
    throw new UsageError(
      `${join(folder, RECORD_FILE)}: has other fields; expected isScale, provenance and settings, as fine-tune writes them`,
    );
  }
  // The header of the model file is checked, and with it the provenance.
  return { provenance: provenance as Provenance, fineTuning: { isScale, settings: settings as never } };
}

/** Reads the base and its licence from the head of a README as Hugging Face's hub has it. */
async function readBase(path: string): Promise<BaseModel | undefined> {
  if (!existsSync(path)) return undefined;
  const text = new TextDecoder().decode(await readFile(path));
  const [, head = ''] = /^---\r?\n(.*?)\r?\n---/s.exec(text) ?? [];
  let fields: Record<string, unknown>;
  try {
    fields = Object(parseYaml(head));
  } catch {
    return undefined; // a README is for people
  }
  const { base_model: base, license } = fields;
  const name = Array.isArray(base) ? base[0] : base;
  if (typeof name !== 'string') return undefined;
  return { name, ...(typeof license === 'string' && { license }) };
}
