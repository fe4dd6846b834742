import { problem } from '../contract/problems.ts';

/** The header that says how much of a body is JSON, where tensors in binary follow it. */
export const HEAD_LENGTH_HEADER = 'inference-header-content-length';

/** The bytes before an element of the datatype BYTES: its length, little-endian. */
const LENGTH_BYTES = 4;

/** A body of JSON that may have tensors in binary after it. */
export interface SplitBody {
  json: Buffer | undefined;
  /** undefined where the body is JSON alone. */
  binary: Buffer | undefined;
}

/**
 * Parts the JSON of a body from the tensors in binary after it.
 * @param header the request's `inference-header-content-length`
 * @throws ProblemError unless the header is a length that the body has
 */
export function splitBody(body: Buffer | undefined, header: string | string[] | undefined): SplitBody {
  if (header === undefined) return { json: body, binary: undefined };
  const length = Number(header);
  const numBytes = body?.length ?? 0;
  if (!/^\d+$/.test(String(header)) || length > numBytes) {
    throw problem(
      'invalid-body',
      `The header Inference-Header-Content-Length is no length of JSON in a body of ${numBytes} bytes; expected how many of them are JSON.`,
    );
  }
  return { json: body?.subarray(0, length), binary: body?.subarray(length) };
}

/**
 * The elements of a tensor of the datatype BYTES, each with its length before it, as UTF-8.
 * @param count how many there are by the tensor's shape
 * @param pointer JSON Pointer to the tensor
 * @throws ProblemError unless there are just as many, and all of them are UTF-8
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
    `The binary data are not ${count} elements, as the shape has it; expected each with its length before it, in 4 bytes, little-endian.`,
    pointer,
  );
}

/** Fatal: wrong bytes throw. U+FEFF is a character like others. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The data of a tensor in binary, row by row, little-endian. */
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
