import type { Classification, LabelSet } from '../../classifier/src/index.ts';
import { LIMITS } from '../contract/limits.ts';
import { type ProblemError, problem } from '../contract/problems.ts';
import { checkText } from '../contract/read-request.ts';

/** The name under which the model is served. */
export const MODEL_NAME = 'movie-sentiment';

/** How the Open Inference Protocol describes a tensor; a dimension of -1 may have any size. */
export interface TensorMetadata {
  name: string;
  datatype: string;
  shape: number[];
}

/** A tensor of an answer, its data row by row. */
export interface Tensor extends TensorMetadata {
  data: (string | number)[];
}

/** The one input: texts. */
export const INPUT = { name: 'mytext', datatype: 'BYTES', shape: [-1] } satisfies TensorMetadata;

/** An output, and the row of one text's result. */
export interface Output extends TensorMetadata {
  row: (result: Classification) => (string | number)[];
}

/** The names of the outputs, which are those of every model. */
export const OUTPUT_NAMES = ['sentiment', 'label', 'probabilities'] as const;

/** The outputs for a model of these labels; probabilities are in the labels' order. */
export function outputsOf({ names }: LabelSet): Output[] {
  return [
    { name: 'sentiment', datatype: 'BYTES', shape: [-1], row: ({ sentiment }) => [sentiment] },
    { name: 'label', datatype: 'INT64', shape: [-1], row: ({ label }) => [label] },
    {
      name: 'probabilities',
      datatype: 'FP64',
      shape: [-1, names.length],
      row: ({ probabilities }) => names.map((name) => probabilities[name]!),
    },
  ];
}

/** What an inference request asks for. */
export interface Inference {
  /** Repeated in the answer. */
  id: string | undefined;
  texts: string[];
  /** The names of the outputs, in the order of the answer. */
  outputs: string[];
}

/**
 * The inference that a request's body asks for; parameters and other fields are ignored, as the protocol has it.
 * @throws ProblemError when there is none within the limits; the protocol has no errors for single texts
 */
export function readInference(body: unknown): Inference {
  if (!isObject(body)) throw invalid('The body is not an object; expected {"inputs": [ … ]}.');
  const { id, inputs } = body;
  if (id !== undefined && id !== null && typeof id !== 'string') {
    throw invalid('The id is not a string; expected a string or none.', '/id');
  }
  const input: unknown = Array.isArray(inputs) && inputs.length === 1 ? inputs[0] : undefined;
  if (!isObject(input) || input.name !== INPUT.name) {
    throw invalid(`Expected one input, of the name "${INPUT.name}".`, '/inputs');
  }
  return { id: id ?? undefined, texts: readTensor(input), outputs: readOutputs(body.outputs) };
}

function readTensor({ datatype, shape, data, parameters }: Record<string, unknown>): string[] {
  if (datatype !== INPUT.datatype) {
    throw invalid(`The datatype is another than ${INPUT.datatype}.`, '/inputs/0/datatype');
  }
  if (isObject(parameters) && parameters.binary_data_size !== undefined) throw binaryTensor();
  const [numTexts, width = 1, ...more]: unknown[] = Array.isArray(shape) ? shape : [];
  if (!Number.isInteger(numTexts) || (numTexts as number) < 1 || width !== 1 || more.length > 0) {
    throw invalid('The shape is neither [n] nor [n, 1], with n of 1 or more.', '/inputs/0/shape');
  }
  if ((numTexts as number) > LIMITS.batchTexts) {
    throw problem(
      'too-many-texts',
      `The shape is of more than ${LIMITS.batchTexts} texts.`,
      '/inputs/0/shape',
    );
  }
  if (!Array.isArray(data) || data.length !== numTexts) {
    throw invalid('The data is not an array of as many texts as the shape has.', '/inputs/0/data');
  }
  // Data may be nested as the shape is, or flat.
  return data.map((item: unknown, i) => {
    const isRow = Array.isArray(item) && item.length === 1 && Array.isArray(shape) && shape.length === 2;
    return checkText(isRow ? item[0] : item, `/inputs/0/data/${i}${isRow ? '/0' : ''}`);
  });
}

function readOutputs(outputs: unknown): string[] {
  const names: string[] = [...OUTPUT_NAMES];
  if (outputs === undefined || outputs === null) return names;
  if (!Array.isArray(outputs)) throw invalid('The outputs are not an array.', '/outputs');
  if (outputs.length === 0) return names;
  const requested = outputs.map((output: unknown, i) => {
    if (isObject(output) && names.includes(output.name as string)) return output.name as string;
    throw invalid(`The output is none of ${names.join(', ')}.`, `/outputs/${i}/name`);
  });
  return [...new Set(requested)];
}

/** The tensor of an output for the results of all texts. */
export function toTensor(output: Output, results: readonly Classification[]): Tensor {
  const { name, datatype, shape, row } = output;
  return { name, datatype, shape: [results.length, ...shape.slice(1)], data: results.flatMap(row) };
}

/** The error for binary tensors, an extension of the protocol that sends them after the JSON. */
export function binaryTensor(): ProblemError {
  return problem(
    'unsupported-media-type',
    'The extension for binary tensors is not served; expected the data as JSON (in Triton\'s and KServe\'s clients "binary_data=False").',
  );
}

function invalid(detail: string, pointer?: string): ProblemError {
  return problem('invalid-body', detail, pointer);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
