import { problem } from '../contract/problems.ts';

/** The header with the length of the JSON in a body, in bytes, if binary tensors follow it. */
export const HEAD_LENGTH_HEADER = 'inference-header-content-length';

/** The size of the length before an element of the datatype BYTES, in bytes. */
const LENGTH_BYTES = 4;

/** A body of JSON, with or without binary tensors after it. */
export interface SplitBody {
  json: Buffer | undefined;
  /** Undefined if the body is only JSON. */
  binary: Buffer | undefined;
}

/**
 * Splits a body into its JSON and the binary tensors after it.
 * @param header the request's `inference-header-content-length`
 * @throws ProblemError if the header is not a length within the body
 */
export function splitBody(body: Buffer | undefined, header: string | string[] | undefined): SplitBody {
  if (header === undefined) return { json: body, binary: undefined };
  const length = Number(header);
  const numBytes = body?.length ?? 0;
  if (!/^\d+$/.test(String(header)) || length > numBytes) {
    throw problem(
      'invalid-body',
      `The header Inference-Header-Content-Length is not valid for a body of ${numBytes} bytes; expected the length of the JSON.`,
    );
  }
  return { json: body?.subarray(0, length), binary: body?.subarray(length) };
}

/**
 * Decodes the elements of a tensor of the datatype BYTES. Each is UTF-8 after its length, in 4 bytes, little-endian.
 * @param count the number of elements in the tensor's shape
 * @param pointer JSON Pointer to the tensor
 * @throws ProblemError if their number differs from `count`, or one of them is not UTF-8
 */
export function readElements(bytes: Buffer, count: number, pointer: string): string[] {
  const elements: string[] = [];
  let at = 0;
  while (at < bytes.length && elements.length < count) {
    const start = at + LENGTH_BYTES;
    const end = start <= bytes.length ? start + bytes.readUInt32LE(at) : Number.POSITIVE_INFINITY;
    if (end > bytes.length) break;
    try {
      elements.push(utf8.decode(bytes.subarray(start, end)));
    } catch {
      throw problem('invalid-utf-8', `The element ${elements.length} is not UTF-8.`, pointer);
    }
    at = end;
  }
  if (at === bytes.length && elements.length === count) return elements;
  throw problem(
    'invalid-body',
    `The number of elements in the binary data is not ${count}, as in the shape; expected each after its length, in 4 bytes, little-endian.`,
    pointer,
  );
}

/** Fatal: invalid bytes throw. U+FEFF is kept like any other character. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Encodes the data of a tensor in binary, row by row, little-endian. */
export function encodeData(datatype: string, data: readonly (string | number)[]): Buffer {
  if (datatype === 'BYTES') return Buffer.concat(data.flatMap((element) => encodeElement(String(element))));
  const bytes = Buffer.alloc(8 * data.length);
  for (const [i, value] of data.entries()) {
    if (datatype === 'INT64') bytes.writeBigInt64LE(BigInt(value), 8 * i);
    else bytes.writeDoubleLE(Number(value), 8 * i);
  }
  return bytes;
}

function encodeElement(element: string): Buffer[] {
  const bytes = Buffer.from(element);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(bytes.length);
  return [length, bytes];
}
