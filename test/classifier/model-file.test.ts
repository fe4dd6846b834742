import { describe, expect, test } from 'vitest';
import { ModelFormatError } from '../../classifier/src/errors.ts';
import { decodeModel, encodeModel, MODEL_FILE_VERSION } from '../../classifier/src/model-file.ts';
import { sha256 } from '../../classifier/src/sha256.ts';
import { HEADER } from '../helpers/tiny-model.ts';

const ARRAYS = {
  bytes: Int8Array.of(-1, 2, 3),
  words: Uint32Array.of(7, 0xffffffff),
  numbers: Float32Array.of(0.5),
  halves: Uint16Array.of(0xffff),
  shorts: Int16Array.of(-32_768, 32_767, 1),
  integers: Int32Array.of(-(2 ** 31), 2 ** 31 - 1),
};
const HEADER_START = 48;

/** A model file changed by `change` and given the checksum that fits. */
function changed(change: (bytes: Uint8Array) => void): Uint8Array {
  const bytes = encodeModel(HEADER, ARRAYS);
  change(bytes);
  bytes.set(sha256(bytes.subarray(HEADER_START)), 16);
  return bytes;
}

/** A model file whose header has `from` replaced by `to`, of the same length. */
const withHeader = (from: string, to: string): Uint8Array =>
  changed((bytes) => {
    const at = Buffer.from(bytes.buffer).indexOf(from);
    expect(at).toBeGreaterThan(0);
    bytes.set(new TextEncoder().encode(to), at);
  });

test('a decoded model file holds what was encoded', () => {
  const { header, arrays } = decodeModel(encodeModel(HEADER, ARRAYS));
  expect(header).toEqual(HEADER);
  expect(arrays).toEqual(ARRAYS);
});

test('the same content gives the same bytes', () => {
  expect(encodeModel(HEADER, ARRAYS)).toEqual(encodeModel(HEADER, ARRAYS));
});

test('arrays are views on the bytes, not copies', () => {
  const bytes = encodeModel(HEADER, ARRAYS);
  for (const array of Object.values(decodeModel(bytes).arrays)) expect(array.buffer).toBe(bytes.buffer);
});

test('bytes at an odd place in their buffer are read too', () => {
  const bytes = encodeModel(HEADER, ARRAYS);
  const odd = new Uint8Array(bytes.length + 3).subarray(3);
  odd.set(bytes);
  expect(decodeModel(odd).arrays).toEqual(ARRAYS);
});

test('an ArrayBuffer is read too, as fetch gives one', () => {
  const bytes = encodeModel(HEADER, ARRAYS);
  expect(decodeModel(bytes.slice().buffer as ArrayBuffer)).toEqual(decodeModel(bytes));
});

test.each([
  [null, 'null'],
  ['MOVIESNT', 'string'],
  [undefined, 'undefined'],
])('%j is refused', (file, type) => {
  const decode = () => decodeModel(file as unknown as Uint8Array);
  expect(decode).toThrow(ModelFormatError);
  expect(decode).toThrow(`model file is of type ${type}, expected bytes`);
});

describe('a file that is no model is refused with what was got and what was expected', () => {
  test.each([
    ['an empty file', new Uint8Array(), 'model file has 0 bytes, expected at least 48'],
    [
      'another magic',
      changed((bytes) => bytes.set([0x50, 0x4b])),
      'begins with "PKVIESNT", expected "MOVIESNT"',
    ],
    [
      'a future version',
      changed((bytes) => bytes.set([9], 8)),
      `has version 9, expected ${MODEL_FILE_VERSION}: a newer release wrote it`,
    ],
    [
      'an older version',
      changed((bytes) => bytes.set([1], 8)),
      `has version 1, expected ${MODEL_FILE_VERSION}: train it again with this release`,
    ],
    ['a cut file', encodeModel(HEADER, ARRAYS).slice(0, -5), 'damaged or cut short'],
    [
      'a flipped bit',
      encodeModel(HEADER, ARRAYS).map((byte, i) => (i === 100 ? byte ^ 1 : byte)),
      'damaged or cut short',
    ],
    ['another kind', withHeader('"linear"', '"llamas"'), 'has kind "llamas", expected recurrent or linear'],
    [
      'labels that are no names',
      withHeader('"neutral"', '1234567.5'),
      /has labels .* expected a list of names/,
    ],
    [
      'two labels that are one attribute of events',
      withHeader('"positive"', '"Neutral!"'),
      'model file has labels with the names "neutral" and "Neutral!", which are both "neutral" as attributes of events',
    ],
    [
      'a scale that is neither',
      withHeader('"measured"', '"isScale" '),
      'has isScale [], expected true or false',
    ],
    ['another type of array', withHeader('"int8"', '"int9"'), 'has an array bytes of type int9'],
    ['arrays longer than the file', withHeader('"length":3', '"length":9'), /has \d+ bytes, expected \d+/],
    ['a header that is no JSON', withHeader('{"kind"', '["kind"'), 'header that is not JSON'],
  ])('%s', (_, bytes, message) => {
    expect(() => decodeModel(bytes)).toThrow(ModelFormatError);
    expect(() => decodeModel(bytes)).toThrow(message);
  });
});
