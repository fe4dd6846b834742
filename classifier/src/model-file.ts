import { ModelFormatError } from './errors.ts';
import { checkHeader, type ModelHeader } from './model-header.ts';
import { bytesToHex, sha256 } from './sha256.ts';

/*
 * A model file, little-endian:
 *   0   8 bytes   magic, ASCII "MOVIESNT"
 *   8   uint32    version of this layout
 *   12  uint32    length of the header in bytes, a multiple of 8
 *   16  32 bytes  SHA-256 of everything after it
 *   48  header    JSON in UTF-8, padded with spaces
 *   …   arrays    each begins at a multiple of 8 bytes; the header lists them
 */
const MAGIC = 'MOVIESNT';
/** The version of the file layout that this package reads and writes. */
export const MODEL_FILE_VERSION = 2;
const CHECKSUM_START = 16;
const HEADER_START = 48;
const ALIGNMENT = 8;

/** The array types that a model file can hold. */
export const ARRAY_TYPES = {
  uint32: Uint32Array,
  uint16: Uint16Array,
  int32: Int32Array,
  int16: Int16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  float32: Float32Array,
} as const;
type ArrayType = keyof typeof ARRAY_TYPES;
/** The arrays of a model by name. */
export type ModelArrays = Record<string, ModelArray>;
type ModelArray = Uint32Array | Uint16Array | Int32Array | Int16Array | Int8Array | Uint8Array | Float32Array;

interface ArrayEntry {
  name: string;
  type: ArrayType;
  length: number;
}

/** A decoded model file: its header, and its arrays as views of the bytes. */
export interface DecodedModel {
  header: ModelHeader;
  arrays: ModelArrays;
}

const align = (offset: number): number => Math.ceil(offset / ALIGNMENT) * ALIGNMENT;

/** Encodes a model file. The same header and arrays give the same bytes. */
export function encodeModel(header: ModelHeader, arrays: ModelArrays): Uint8Array {
  const entries = Object.entries(arrays).map(([name, array]) => ({
    name,
    type: typeOf(array),
    length: array.length,
  }));
  const json = new TextEncoder().encode(JSON.stringify({ ...header, arrays: entries }));
  const headerLength = align(json.length);
  const offsets = placeArrays(entries, HEADER_START + headerLength);
  const bytes = new Uint8Array(offsets.end);
  bytes.set(new TextEncoder().encode(MAGIC));
  const view = new DataView(bytes.buffer);
  view.setUint32(8, MODEL_FILE_VERSION, true);
  view.setUint32(12, headerLength, true);
  bytes.fill(0x20, HEADER_START, HEADER_START + headerLength).set(json, HEADER_START);
  for (const [i, array] of Object.values(arrays).entries()) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offsets.starts[i]);
  }
  bytes.set(sha256(bytes.subarray(HEADER_START)), CHECKSUM_START);
  return bytes;
}

/**
 * Decodes a model file. The arrays are views of its bytes, which must not change afterwards. The bytes are copied only
 * if they are not aligned to 8 bytes in their buffer.
 * @throws ModelFormatError for a wrong magic, version, size, checksum, kind or label
 */
export function decodeModel(file: Uint8Array | ArrayBuffer): DecodedModel {
  const bytes = toBytes(file);
  const aligned = bytes.byteOffset % ALIGNMENT === 0 ? bytes : bytes.slice();
  if (aligned.length < HEADER_START) {
    throw new ModelFormatError(`model file has ${aligned.length} bytes, expected at least ${HEADER_START}`);
  }
  const magic = new TextDecoder('latin1').decode(aligned.subarray(0, MAGIC.length));
  if (magic !== MAGIC) {
    throw new ModelFormatError(`model file begins with ${JSON.stringify(magic)}, expected "${MAGIC}"`);
  }
  const view = new DataView(aligned.buffer, aligned.byteOffset, HEADER_START);
  const version = view.getUint32(8, true);
  if (version !== MODEL_FILE_VERSION) {
    const remedy =
      version < MODEL_FILE_VERSION ? 'train it again with this release' : 'a newer release wrote it';
    throw new ModelFormatError(
      `model file has version ${version}, expected ${MODEL_FILE_VERSION}: ${remedy}`,
    );
  }
  const expected = bytesToHex(aligned.subarray(CHECKSUM_START, HEADER_START));
  const checksum = bytesToHex(sha256(aligned.subarray(HEADER_START)));
  if (checksum !== expected) {
    throw new ModelFormatError(
      `model file is damaged or cut short: its content has checksum ${checksum.slice(0, 8)}…, expected ${expected.slice(0, 8)}…`,
    );
  }
  const arraysStart = HEADER_START + view.getUint32(12, true);
  const { header, entries } = readHeader(aligned.subarray(HEADER_START, arraysStart));
  const offsets = placeArrays(entries, arraysStart);
  if (offsets.end !== aligned.length) {
    throw new ModelFormatError(`model file has ${aligned.length} bytes, expected ${offsets.end}`);
  }
  const arrays: ModelArrays = Object.create(null);
  for (const [i, { name, type, length }] of entries.entries()) {
    arrays[name] = new ARRAY_TYPES[type](
      aligned.buffer as ArrayBuffer,
      aligned.byteOffset + offsets.starts[i]!,
      length,
    );
  }
  return { header, arrays };
}

/**
 * Views a file's content as bytes, whether it comes from `fs` or from `fetch`.
 * @throws ModelFormatError when it is neither a typed array nor an ArrayBuffer
 */
export function toBytes(file: Uint8Array | ArrayBuffer): Uint8Array {
  if (ArrayBuffer.isView(file)) return new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  if (Object.prototype.toString.call(file) === '[object ArrayBuffer]') return new Uint8Array(file);
  throw new ModelFormatError(`model file is of type ${file === null ? 'null' : typeof file}, expected bytes`);
}

function readHeader(bytes: Uint8Array): { header: ModelHeader; entries: ArrayEntry[] } {
  const { arrays: entries, ...header } = { arrays: undefined as unknown, ...checkHeader(parseJson(bytes)) };
  if (!Array.isArray(entries)) throw new ModelFormatError('model file has no list of arrays, expected one');
  const names = new Set<unknown>();
  for (const entry of entries) {
    const { name, type, length } = Object(entry);
    const isNew = typeof name === 'string' && !names.has(name);
    const isKnown = typeof type === 'string' && Object.hasOwn(ARRAY_TYPES, type);
    if (!isNew || !isKnown || !Number.isSafeInteger(length) || length < 0) {
      const types = Object.keys(ARRAY_TYPES).join(', ');
      throw new ModelFormatError(
        `model file has an array ${show(name)} of type ${show(type)} and length ${show(length)}, expected a unique name, a type out of ${types}, and a length`,
      );
    }
    names.add(name);
  }
  return { header, entries };
}

/** Shows a plain name as it is, and anything else as JSON, so that the message stays on one line. */
function show(value: unknown): string {
  return typeof value === 'string' && /^[\w.]+$/.test(value) ? value : String(JSON.stringify(value));
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new ModelFormatError('model file has a header that is not JSON', { cause });
  }
}

function placeArrays(entries: readonly ArrayEntry[], from: number): { starts: number[]; end: number } {
  const starts: number[] = [];
  let end = from;
  for (const { type, length } of entries) {
    starts.push(align(end));
    end = align(end) + length * ARRAY_TYPES[type].BYTES_PER_ELEMENT;
  }
  return { starts, end };
}

function typeOf(array: ModelArray): ArrayType {
  const types = Object.keys(ARRAY_TYPES) as ArrayType[];
  return types.find((type) => array instanceof ARRAY_TYPES[type])!;
}
