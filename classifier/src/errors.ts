/** The stable code of an error, for use in a `switch`. */
export type ErrorCode = 'INVALID_TEXT' | 'TEXT_TOO_LONG' | 'CLOSED' | 'MODEL_FORMAT' | 'DATASET' | 'SETTINGS';

/**
 * The base class of all errors that the classifier throws on purpose. The message says what was found and what was
 * expected.
 */
export class ClassifierError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The bytes are not a model file that this version can read: wrong magic, version, kind, size or checksum. */
export class ModelFormatError extends ClassifierError {
  constructor(message: string, options?: ErrorOptions) {
    super('MODEL_FORMAT', message, options);
  }
}

/** A data set is unusable, or one of its rows. `file` and `line` (from 1) say where. */
export class DatasetError extends ClassifierError {
  readonly file: string;
  readonly line: number | undefined;

  constructor(file: string, line: number | undefined, problem: string, options?: ErrorOptions) {
    super('DATASET', `${file}${line === undefined ? '' : `, line ${line}`}: ${problem}`, options);
    this.file = file;
    this.line = line;
  }
}

/** A data set has no column that holds the texts or the labels. */
export class MissingColumnError extends DatasetError {
  /** The missing column. */
  readonly what: 'text' | 'label';
  /** The requested column name; undefined if the usual names were tried. */
  readonly wanted: string | undefined;

  constructor(
    file: string,
    line: number,
    what: 'text' | 'label',
    wanted: string | undefined,
    problem: string,
  ) {
    super(file, line, problem);
    this.what = what;
    this.wanted = wanted;
  }
}
