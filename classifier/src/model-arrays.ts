import { ModelFormatError } from './errors.ts';
import type { ARRAY_TYPES, ModelArrays } from './model-file.ts';

/** The type of each array by its name. */
type ArrayTypes = Record<string, (typeof ARRAY_TYPES)[keyof typeof ARRAY_TYPES]>;

/** Picks arrays by name and type. An array that is missing or of another type becomes an empty one. */
export function readArrays<Types extends ArrayTypes>(
  arrays: ModelArrays,
  types: Types,
): { [Name in keyof Types]: Types[Name]['prototype'] } {
  const entries = Object.entries(types).map(([name, ArrayType]) => {
    const array = arrays[name];
    return [name, array instanceof ArrayType ? array : new ArrayType(0)];
  });
  return Object.fromEntries(entries);
}

/** Prepends a prefix to array names, so that the arrays of several parts fit in one file. */
export function addPrefix(prefix: string, arrays: ModelArrays): ModelArrays {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [prefix + name, array]));
}

/** Picks the arrays whose names have the prefix, and removes the prefix. */
export function withoutPrefix(prefix: string, arrays: ModelArrays): ModelArrays {
  const named = Object.entries(arrays).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(named.map(([name, array]) => [name.slice(prefix.length), array]));
}

/** Training yields no weight above this, and sums of weights within it stay finite. */
const LARGEST_NUMBER = 1e6;
/**
 * The bits of `LARGEST_NUMBER`. Without their sign, the bits of floats are ordered like the floats, and infinity and
 * NaN come last. At startup, before the code is compiled, comparing them as integers takes half the time.
 */
const LARGEST_BITS = new Int32Array(Float32Array.of(LARGEST_NUMBER).buffer)[0]!;
const WITHOUT_SIGN = 0x7fff_ffff;

/**
 * Checks the lengths of arrays, and that all floats are finite and within ±`LARGEST_NUMBER`.
 * @param what the owner of the arrays, for the message
 * @param lengths the expected length of each array
 * @throws ModelFormatError when a length or a number is wrong
 */
export function checkArrays<Arrays extends Record<keyof Arrays, ArrayLike<number>>>(
  what: string,
  arrays: Arrays,
  lengths: Record<keyof Arrays, number>,
): void {
  const names = Object.keys(arrays) as (keyof Arrays & string)[];
  for (const name of names) {
    const { length } = arrays[name];
    if (length === lengths[name]) continue;
    throw new ModelFormatError(`${what} has an array ${name} of length ${length}, expected ${lengths[name]}`);
  }
  for (const name of names) {
    const array: ArrayLike<number> = arrays[name];
    if (!(array instanceof Float32Array)) continue;
    const bits = new Int32Array(array.buffer, array.byteOffset, array.length);
    const at = bits.findIndex((number) => (number & WITHOUT_SIGN) > LARGEST_BITS);
    if (at < 0) continue;
    throw new ModelFormatError(
      `${what} has ${array[at]} in array ${name}, expected numbers within ±${LARGEST_NUMBER}`,
    );
  }
}
