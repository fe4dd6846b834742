/** What an error of the classifier is about; stable, to be switched on. */
export type ErrorCode = 'INVALID_TEXT' | 'MODEL_FORMAT' | 'DATASET' | 'SETTINGS';

/** Every error the classifier throws on purpose. The message says what was got and what was expected. */
export class ClassifierError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The bytes are no model file that this version reads: wrong magic, version, kind, size or checksum. */
export class ModelFormatError extends ClassifierError {
  constructor(message: string, options?: ErrorOptions) {
    super('MODEL_FORMAT', message, options);
  }
}

/** A row of a data set cannot be used; `file` and `line` (from 1) say where. */
export class DatasetError extends ClassifierError {
  readonly file: string;
  readonly line: number | undefined;

  constructor(file: string, line: number | undefined, problem: string, options?: ErrorOptions) {
    super('DATASET', `${file}${line === undefined ? '' : `, line ${line}`}: ${problem}`, options);
    this.file = file;
    this.line = line;
  }
}

/** A data set has no column of texts or of labels, as far as names tell. */
export class MissingColumnError extends DatasetError {
  /** What the column would hold. */
  readonly what: 'text' | 'label';
  /** The name that was asked for; without one the usual names were looked for. */
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
