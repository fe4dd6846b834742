import { ModelFormatError } from './errors.ts';
import type { ARRAY_TYPES, ModelArrays } from './model-file.ts';

/** The type of each array by its name. */
type ArrayTypes = Record<string, (typeof ARRAY_TYPES)[keyof typeof ARRAY_TYPES]>;

/** The arrays of these names and types; one that is missing, or of another type, comes as an empty one. */
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

/** Arrays by names that a part of a model begins with, so that they can stand beside those of others. */
export function addPrefix(prefix: string, arrays: ModelArrays): ModelArrays {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [prefix + name, array]));
}

/** The arrays whose names have the prefix, by their names without it. */
export function withoutPrefix(prefix: string, arrays: ModelArrays): ModelArrays {
  const named = Object.entries(arrays).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(named.map(([name, array]) => [name.slice(prefix.length), array]));
}

/** A weight beyond this is none that training gives; sums of weights within it stay finite. */
const LARGEST_NUMBER = 1e6;
/**
 * Its bits. Those of floats without their sign are in the order of their sizes, with infinity and NaN beyond all others;
 * to read them as whole numbers takes half the time where nothing is compiled yet, as at each start.
 */
const LARGEST_BITS = new Int32Array(Float32Array.of(LARGEST_NUMBER).buffer)[0]!;
const WITHOUT_SIGN = 0x7fff_ffff;

/**
 * Refuses arrays that are not of these lengths, or hold a number that is not finite or beyond `LARGEST_NUMBER`.
 * @param what whose arrays they are, for the message
 * @throws ModelFormatError
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
