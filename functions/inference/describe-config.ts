import { INPUT, MODEL_NAME, type TensorMetadata } from './tensors.ts';

/** Triton's names for datatypes in a model's configuration. */
const TYPES: Readonly<Record<string, string>> = {
  BYTES: 'TYPE_STRING',
  INT64: 'TYPE_INT64',
  FP64: 'TYPE_FP64',
};

/**
 * Creates the model's configuration in the format of Triton's extension. The first dimension is the number of texts.
 */
export function describeConfig(kind: string, outputs: readonly TensorMetadata[]) {
  const describe = ({ name, datatype, shape }: TensorMetadata) => ({
    name,
    data_type: TYPES[datatype]!,
    dims: shape,
  });
  return {
    name: MODEL_NAME,
    platform: `${MODEL_NAME}_${kind}`,
    max_batch_size: 0,
    input: [describe(INPUT)],
    output: outputs.map(describe),
  };
}
