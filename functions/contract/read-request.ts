import { isBlank } from '../../classifier/src/index.ts';
import { type AnswerOptions, parseShare } from './abstain.ts';
import { LIMITS } from './limits.ts';
import { problem } from './problems.ts';

/**
 * The text of the body of `POST /`, other fields ignored.
 * @throws ProblemError when there is none within the limits
 */
export function readText(body: unknown, place = 'The body'): string {
  return checkText(readField(body, 'mytext', '{"mytext": "…"}', place), '/mytext');
}

/**
 * The texts of the body of `POST /batch`, not yet checked one by one.
 * @throws ProblemError when they are not an array within the limits
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
 * The `id` of a line of a stream, which comes back with its result.
 * @returns undefined where there is none
 * @throws ProblemError for an object, an array, a boolean, and a number too large to come back as it was
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
 * What a request asks for in its query beside the classification; other parameters are ignored.
 * @throws ProblemError unless each is given once, as what it must be
 */
export function readOptions(query: unknown): AnswerOptions {
  const read = (name: string): boolean => {
    const value = Object.hasOwn(query as object, name) ? (query as Record<string, unknown>)[name] : 'false';
    if (value === 'true' || value === 'false') return value === 'true';
    throw problem('invalid-query', `The parameter "${name}" must be given once, as true or false.`);
  };
  return { explain: read('explain'), sentences: read('sentences'), minConfidence: readConfidence(query) };
}

/** @returns undefined where none is given */
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
 * Refuses what asks for an abstention where answers have no room for one.
 * @throws ProblemError where `minConfidence` is given
 */
export function refuseConfidence(query: unknown): void {
  if (!Object.hasOwn(query as object, 'minConfidence')) return;
  throw problem(
    'invalid-query',
    'The parameter "minConfidence" is not taken here; compare with the highest of the probabilities.',
  );
}

/**
 * A text within the limits.
 * @param pointer JSON Pointer to the text in the request
 * @throws ProblemError for anything else; values are never converted
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

/** What a text without a visible character is. */
function whatOf(text: string): string {
  if (text === '') return 'empty';
  return /\S/.test(text) ? 'invisible characters alone' : 'white space alone';
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
