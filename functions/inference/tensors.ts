import { isUtf8 } from 'node:buffer';
import type { Classification, LabelSet } from '../../classifier/src/index.ts';
import { LIMITS } from '../contract/limits.ts';
import { type ProblemError, problem } from '../contract/problems.ts';
import { checkText } from '../contract/read-request.ts';
import { readElements } from './binary-tensors.ts';

/** The name under which the model is served. */
export const MODEL_NAME = 'movie-sentiment';

/** The description of a tensor in the Open Inference Protocol. A dimension of -1 may have any size. */
export interface TensorMetadata {
  name: string;
  datatype: string;
  shape: number[];
}

/** An output that a request asks for. */
export interface RequestedOutput {
  name: string;
  /** Whether its data follows the JSON in binary. */
  isBinary: boolean;
  /** For the classification extension: the most classes to list. Undefined to return the numbers. */
  numClasses: number | undefined;
}

/** A tensor of a response, with its data row by row. */
export interface Tensor extends TensorMetadata {
  data: (string | number)[];
}

/** The only input: the texts. */
export const INPUT = { name: 'mytext', datatype: 'BYTES', shape: [-1] } satisfies TensorMetadata;

/** An output of the model. */
export interface Output extends TensorMetadata {
  /** Creates the row for the result of one text. */
  row: (result: Classification) => (string | number)[];
  /** The names of the classes, if a row has a number for each class. */
  classes?: readonly string[];
}

/** The names of the outputs, the same for every model. */
export const OUTPUT_NAMES = ['sentiment', 'label', 'probabilities'] as const;

/** Creates the outputs for a model with these labels. Probabilities are in the order of the labels. */
export function outputsOf({ names }: LabelSet): Output[] {
  return [
    { name: 'sentiment', datatype: 'BYTES', shape: [-1], row: ({ sentiment }) => [sentiment] },
    { name: 'label', datatype: 'INT64', shape: [-1], row: ({ label }) => [label] },
    {
      name: 'probabilities',
      datatype: 'FP64',
      shape: [-1, names.length],
      row: ({ probabilities }) => names.map((name) => probabilities[name]!),
      classes: names,
    },
  ];
}

/** The name of the output that has a number for each class. */
export const CLASSIFIED = 'probabilities';

/** A checked inference request. */
export interface Inference {
  /** Returned with the response. */
  id: string | undefined;
  texts: string[];
  /** In the order of the response. */
  outputs: RequestedOutput[];
}

/**
 * Reads an inference request. Unknown parameters and fields are ignored, as the protocol requires.
 * @param binary the bytes after the JSON: the data of the input in binary
 * @throws ProblemError if the request is invalid; the protocol has no errors for single texts
 */
export function readInference(body: unknown, binary?: Buffer): Inference {
  if (!isObject(body)) throw invalid('The body is not an object; expected {"inputs": [ … ]}.');
  const { id, inputs } = body;
  if (id !== undefined && id !== null && typeof id !== 'string') {
    throw invalid('The id is not a string; expected a string or none.', '/id');
  }
  const input: unknown = Array.isArray(inputs) && inputs.length === 1 ? inputs[0] : undefined;
  if (!isObject(input) || input.name !== INPUT.name) {
    throw invalid(`Expected one input, with the name "${INPUT.name}".`, '/inputs');
  }
  const codec = readCodec(input.parameters, body.parameters);
  return {
    id: id ?? undefined,
    texts: readTensor(input, codec, binary),
    outputs: readOutputs(
      body.outputs,
      isObject(body.parameters) && body.parameters.binary_data_output === true,
    ),
  };
}

function readTensor(
  { datatype, shape, data, parameters }: Record<string, unknown>,
  codec: Codec,
  binary: Buffer | undefined,
): string[] {
  if (datatype !== INPUT.datatype) {
    throw invalid(`The datatype is not ${INPUT.datatype}.`, '/inputs/0/datatype');
  }
  const [numTexts, width = 1, ...more]: unknown[] = Array.isArray(shape) ? shape : [];
  if (!Number.isInteger(numTexts) || (numTexts as number) < 1 || width !== 1 || more.length > 0) {
    throw invalid('The shape is neither [n] nor [n, 1], with n of 1 or more.', '/inputs/0/shape');
  }
  if ((numTexts as number) > LIMITS.batchTexts) {
    throw problem('too-many-texts', `The shape has more than ${LIMITS.batchTexts} texts.`, '/inputs/0/shape');
  }
  const size = isObject(parameters) ? parameters.binary_data_size : undefined;
  if (size !== undefined || (binary?.length ?? 0) > 0) {
    return readBinary(data, size, binary, numTexts as number).map((text, i) => {
      const pointer = `/inputs/0/data/${i}`;
      return checkText(codec(text, pointer), pointer);
    });
  }
  if (!Array.isArray(data) || data.length !== numTexts) {
    throw invalid('The data is not an array with the number of texts in the shape.', '/inputs/0/data');
  }
  // Data may be nested like the shape, or flat.
  return data.map((item: unknown, i) => {
    const isRow = Array.isArray(item) && item.length === 1 && Array.isArray(shape) && shape.length === 2;
    const pointer = `/inputs/0/data/${i}${isRow ? '/0' : ''}`;
    return checkText(codec(isRow ? item[0] : item, pointer), pointer);
  });
}

/** Reads the texts of an input whose data is everything after the JSON. */
function readBinary(data: unknown, size: unknown, binary: Buffer | undefined, numTexts: number): string[] {
  const pointer = '/inputs/0/parameters/binary_data_size';
  if (data !== undefined)
    throw invalid('The input has data both in JSON and in binary; expected one.', '/inputs/0/data');
  if (binary === undefined) {
    throw invalid('The input is in binary without the header Inference-Header-Content-Length.', pointer);
  }
  if (size !== binary.length) {
    throw invalid(
      `The size is not that of the data after the JSON, which has ${binary.length} bytes.`,
      pointer,
    );
  }
  return readElements(binary, numTexts, pointer);
}

/** Decodes an element of the input. */
type Codec = (element: unknown, pointer: string) => unknown;

/** Chooses the codec by MLServer's content types: `str` for texts, or `base64`. */
function readCodec(ofInput: unknown, ofRequest: unknown): Codec {
  for (const [parameters, pointer] of [
    [ofInput, '/inputs/0/parameters/content_type'],
    [ofRequest, '/parameters/content_type'],
  ] as const) {
    const contentType = isObject(parameters) ? (parameters.content_type ?? undefined) : undefined;
    if (contentType === 'str') break;
    if (contentType === 'base64') return decodeBase64;
    if (contentType !== undefined) throw invalid('The content type is neither str nor base64.', pointer);
  }
  return (element) => element;
}

function decodeBase64(element: unknown, pointer: string): unknown {
  if (typeof element !== 'string') return element;
  const bytes = Buffer.from(element, 'base64');
  // Buffer skips invalid characters, so encoding the bytes again shows whether there were any.
  if (bytes.toString('base64') === element && isUtf8(bytes)) return bytes.toString();
  throw problem(
    'invalid-text',
    'The text is not UTF-8 in base64 with padding, as its content type says.',
    pointer,
  );
}

function readOutputs(outputs: unknown, areBinary: boolean): RequestedOutput[] {
  const names = [...OUTPUT_NAMES] as string[];
  const all = names.map((name) => ({ name, isBinary: areBinary, numClasses: undefined }));
  if (outputs === undefined || outputs === null) return all;
  if (!Array.isArray(outputs)) throw invalid('The outputs are not an array.', '/outputs');
  if (outputs.length === 0) return all;
  const requested = new Map<string, RequestedOutput>();
  for (const [i, output] of outputs.entries()) {
    if (!isObject(output) || !names.includes(output.name as string)) {
      throw invalid(`The output is none of ${names.join(', ')}.`, `/outputs/${i}/name`);
    }
    const parameters = isObject(output.parameters) ? output.parameters : {};
    const name = output.name as string;
    if (requested.has(name)) continue;
    requested.set(name, {
      name,
      isBinary: typeof parameters.binary_data === 'boolean' ? parameters.binary_data : areBinary,
      numClasses: readNumClasses(parameters.classification, name, `/outputs/${i}/parameters/classification`),
    });
  }
  return [...requested.values()];
}

/** Reads the number of classes for Triton's classification extension; undefined if it is not requested. */
function readNumClasses(value: unknown, output: string, pointer: string): number | undefined {
  if (value === undefined || value === null || value === 0) return undefined;
  if (output !== CLASSIFIED) throw invalid(`Only the output ${CLASSIFIED} has classes.`, pointer);
  if (Number.isInteger(value) && (value as number) > 0) return value as number;
  throw invalid('The number of classes is not an integer of 0 or more.', pointer);
}

/**
 * Creates the tensor of an output for the results of all texts.
 * @param numClasses for the classification extension: the most classes to list. Each is a string of probability, label
 *   and name, such as `0.658055:1:somewhat negative`
 */
export function toTensor(output: Output, results: readonly Classification[], numClasses?: number): Tensor {
  const { name, datatype, shape, row, classes } = output;
  if (classes !== undefined && numClasses !== undefined) {
    const width = Math.min(numClasses, classes.length);
    const data = results.flatMap((result) => describeClasses(classes, result).slice(0, width));
    return { name, datatype: 'BYTES', shape: [results.length, width], data };
  }
  return { name, datatype, shape: [results.length, ...shape.slice(1)], data: results.flatMap(row) };
}

/** Formats the classes as strings, the most probable first. */
function describeClasses(names: readonly string[], { probabilities }: Classification): string[] {
  return names
    .map((name, label) => ({ name, label, probability: probabilities[name]! }))
    .sort((a, b) => b.probability - a.probability)
    .map(({ name, label, probability }) => `${probability.toFixed(6)}:${label}:${name}`);
}

function invalid(detail: string, pointer?: string): ProblemError {
  return problem('invalid-body', detail, pointer);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
