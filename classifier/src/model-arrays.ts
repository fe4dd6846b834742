import { ModelFormatError } from './errors.ts';
import type { ModelArrays } from './model-file.ts';

/** The type of each array by its name. */
type ArrayTypes = Record<string, Uint32ArrayConstructor | Float32ArrayConstructor | Int8ArrayConstructor>;

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

/**
 * Refuses arrays that are not of these lengths.
 * @param what whose arrays they are, for the message
 * @param isSound what else must hold
 * @throws ModelFormatError
 */
export function checkLengths<Arrays extends Record<keyof Arrays, { length: number }>>(
  what: string,
  arrays: Arrays,
  lengths: Record<keyof Arrays, number>,
  isSound: boolean,
): void {
  const names = Object.keys(arrays) as (keyof Arrays)[];
  if (isSound && names.every((name) => arrays[name].length === lengths[name])) return;
  const found = names.map((name) => arrays[name].length).join(', ');
  const expected = names.map((name) => lengths[name]).join(', ');
  throw new ModelFormatError(`${what} has arrays of lengths ${found}, expected ${expected}`);
}
