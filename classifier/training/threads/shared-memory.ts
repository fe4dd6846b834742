/** The array types that threads can share. */
interface SharedArrays {
  float32: Float32Array<SharedArrayBuffer>;
  float64: Float64Array<SharedArrayBuffer>;
  uint32: Uint32Array<SharedArrayBuffer>;
  int32: Int32Array<SharedArrayBuffer>;
  uint8: Uint8Array<SharedArrayBuffer>;
}

/** The constructor of an array type on existing memory. */
interface SharedArrayType<SharedArray> {
  readonly BYTES_PER_ELEMENT: number;
  new (memory: SharedArrayBuffer): SharedArray;
}

const ARRAY_TYPES: { [Type in keyof SharedArrays]: SharedArrayType<SharedArrays[Type]> } = {
  float32: Float32Array,
  float64: Float64Array,
  uint32: Uint32Array,
  int32: Int32Array,
  uint8: Uint8Array,
};

/** Creates an array of zeros in shared memory. */
export function createShared<Type extends keyof SharedArrays>(
  type: Type,
  length: number,
): SharedArrays[Type] {
  const SharedArray = ARRAY_TYPES[type];
  return new SharedArray(new SharedArrayBuffer(length * SharedArray.BYTES_PER_ELEMENT));
}

/** Lists of numbers, concatenated. */
export interface SharedLists {
  /** Shape [number of lists + 1]: the start of each list in `items`. */
  starts: Uint32Array<SharedArrayBuffer>;
  items: Uint32Array<SharedArrayBuffer>;
}

/** Concatenates lists in shared memory. */
export function shareLists(lists: readonly (readonly number[])[]): SharedLists {
  const starts = createShared('uint32', lists.length + 1);
  for (const [i, list] of lists.entries()) starts[i + 1] = starts[i]! + list.length;
  const items = createShared('uint32', starts.at(-1)!);
  for (const [i, list] of lists.entries()) items.set(list, starts[i]!);
  return { starts, items };
}
