import { isBlank } from '../../classifier/src/index.ts';
import { type AnswerOptions, parseShare } from './abstain.ts';
import { LIMITS } from './limits.ts';
import { problem } from './problems.ts';

/**
 * Reads the text from the body of `POST /`. Other fields are ignored.
 * @param place the name of the body in error messages
 * @throws ProblemError if there is no text within the limits
 */
export function readText(body: unknown, place = 'The body'): string {
  return checkText(readField(body, 'mytext', '{"mytext": "…"}', place), '/mytext');
}

/**
 * Reads the texts from the body of `POST /batch`. The single texts are not checked.
 * @throws ProblemError if they are not an array within the limits
 */
export function readTexts(body: unknown): unknown[] {
  const texts = readField(body, 'mytexts', '{"mytexts": ["…", "…"]}', 'The body');
  const expected = `expected an array of 1 to ${LIMITS.batchTexts} texts.`;
  if (!Array.isArray(texts)) {
    throw problem('invalid-batch', `"mytexts" is ${kindOf(texts)}; ${expected}`, '/mytexts');
  }
  if (texts.length === 0) throw problem('invalid-batch', `"mytexts" is empty; ${expected}`, '/mytexts');
  if (texts.length > LIMITS.batchTexts) {
    throw problem('too-many-texts', `"mytexts" has ${texts.length} texts; ${expected}`, '/mytexts');
  }
  return texts;
}

function readField(body: unknown, name: string, example: string, place: string): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw problem('invalid-body', `${place} is ${kindOf(body)}; expected an object such as ${example}.`);
  }
  if (Object.hasOwn(body, name)) return (body as Record<string, unknown>)[name];
  throw problem('missing-text', `${place} has no "${name}"; expected ${example}.`, `/${name}`);
}

/**
 * Reads the `id` of a line of a stream, which is returned with its result.
 * @returns undefined if there is none
 * @throws ProblemError for an object, an array, a boolean, and a number too large to be returned exactly
 */
export function readId(line: unknown): string | number | null | undefined {
  const id =
    typeof line === 'object' && line !== null && Object.hasOwn(line, 'id')
      ? (line as { id: unknown }).id
      : undefined;
  if (id === undefined || id === null || typeof id === 'string') return id;
  if (typeof id !== 'number') {
    throw problem('invalid-id', `The id is ${kindOf(id)}; expected a string, a number or none.`, '/id');
  }
  if (Math.abs(id) <= Number.MAX_SAFE_INTEGER) return id;
  throw problem('invalid-id', 'The id is a number too large to keep its digits; expected a string.', '/id');
}

/**
 * Reads the options in a request's query. Other parameters are ignored.
 * @throws ProblemError if an option is invalid or given twice
 */
export function readOptions(query: unknown): AnswerOptions {
  const read = (name: string): boolean => {
    const value = Object.hasOwn(query as object, name) ? (query as Record<string, unknown>)[name] : 'false';
    if (value === 'true' || value === 'false') return value === 'true';
    throw problem('invalid-query', `The parameter "${name}" must be given once, as true or false.`);
  };
  return { explain: read('explain'), sentences: read('sentences'), minConfidence: readConfidence(query) };
}

/** @returns undefined if none is given */
function readConfidence(query: unknown): number | undefined {
  if (!Object.hasOwn(query as object, 'minConfidence')) return undefined;
  const { minConfidence: value } = query as Record<string, unknown>;
  const confidence = typeof value === 'string' ? parseShare(value) : undefined;
  if (confidence !== undefined) return confidence;
  throw problem(
    'invalid-query',
    'The parameter "minConfidence" must be given once, as a number from 0 to 1 such as 0.6.',
  );
}

/**
 * Refuses `minConfidence` on routes whose responses cannot leave the class open.
 * @throws ProblemError if `minConfidence` is given
 */
export function refuseConfidence(query: unknown): void {
  if (!Object.hasOwn(query as object, 'minConfidence')) return;
  throw problem(
    'invalid-query',
    'The parameter "minConfidence" is not supported here; compare it with the highest probability instead.',
  );
}

/**
 * Checks that a value is a text within the limits, and returns it. Values are never converted.
 * @param pointer JSON Pointer to the text in the request
 * @throws ProblemError for any other value
 */
export function checkText(text: unknown, pointer: string): string {
  const expected = `expected 1 to ${LIMITS.textCharacters} characters, at least one of them not white space.`;
  if (typeof text !== 'string') {
    throw problem('invalid-text', `The text is ${kindOf(text)}, not a string; ${expected}`, pointer);
  }
  // A code point is one or two UTF-16 units, so most texts need no count.
  if (text.length > LIMITS.textCharacters) {
    const numCharacters = [...text].length;
    if (numCharacters > LIMITS.textCharacters) {
      throw problem('text-too-long', `The text has ${numCharacters} characters; ${expected}`, pointer);
    }
  }
  if (isBlank(text)) {
    throw problem('empty-text', `The text is ${whatOf(text)}; ${expected}`, pointer);
  }
  return text;
}

/** Describes a text without a visible character. */
function whatOf(text: string): string {
  if (text === '') return 'empty';
  return /\S/.test(text) ? 'only invisible characters' : 'only white space';
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
