import { DatasetError } from '../../src/errors.ts';
import { readTextRecords } from './dataset.ts';
import type { Source } from './lines.ts';
import { quote } from './records.ts';

/** A text of a data set with the class probabilities that a model, its teacher, gave it. */
export interface SoftText {
  text: string;
  /** Shape [numClasses], each in 0..1, sum 1. */
  probabilities: number[];
  /** The name of the teacher, if the row says it. */
  teacher: string | undefined;
}

/** The largest distance of a sum from 1. It allows for probabilities rounded to three decimals, of 20 classes. */
const SUM_TOLERANCE = 0.01;

/**
 * Reads texts with class probabilities, one by one, as `classify` writes them: NDJSON with a text, and with
 * `probabilities` by the name of the class. Other fields do not count, except `model`, and `error`, which stands in place
 * of an answer. Rounded probabilities are divided by their sum.
 * @param names the classes by label; a row may have them in any order
 * @param onUnanswered called for each row with an error in place of an answer, which is skipped
 * @throws DatasetError at the first row without a text or without a probability for each class and no other, and for a
 *   file without rows
 */
export async function* readSoftTexts(
  source: Source,
  names: readonly string[],
  onUnanswered: () => void = () => {},
): AsyncGenerator<SoftText> {
  const { name: file } = source;
  let isEmpty = true;
  for await (const { line, fields, text, fault } of readTextRecords(source, 'ndjson')) {
    isEmpty = false;
    const refuse = (problem: string): never => {
      throw new DatasetError(file, line, problem);
    };
    if (typeof fields.error === 'string') {
      onUnanswered();
      continue;
    }
    if (fault !== undefined) refuse(fault);
    if (text.trim() === '') refuse('the text is blank; expected a text');
    const probabilities = readProbabilities(fields.probabilities, names, refuse);
    yield { text, probabilities, teacher: typeof fields.model === 'string' ? fields.model : undefined };
  }
  if (isEmpty) throw new DatasetError(file, undefined, 'no rows; expected texts with probabilities');
}

function readProbabilities(
  value: unknown,
  names: readonly string[],
  refuse: (problem: string) => never,
): number[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const found = value === undefined ? 'missing' : 'not an object';
    return refuse(
      `the field "probabilities" is ${found}; expected it as npm run classify -- --json writes it`,
    );
  }
  const given = value as Record<string, unknown>;
  const expected = `expected those of the labelled texts: ${names.map(quote).join(', ')}`;
  for (const name of Object.keys(given)) {
    if (!names.includes(name))
      return refuse(`there is a probability of the class ${quote(name)}; ${expected}`);
  }
  const probabilities = names.map((name) => {
    const p = given[name];
    if (p === undefined) return refuse(`there is no probability of the class ${quote(name)}; ${expected}`);
    if (typeof p === 'number' && p >= 0 && p <= 1) return p;
    return refuse(
      `the probability of the class ${quote(name)} is ${JSON.stringify(p)}; expected a number from 0 to 1`,
    );
  });
  const sum = probabilities.reduce((total, p) => total + p, 0);
  if (Math.abs(sum - 1) <= SUM_TOLERANCE) return probabilities.map((p) => p / sum);
  return refuse(
    `the probabilities have the sum ${Number(sum.toFixed(6))}; expected 1, within ${SUM_TOLERANCE}`,
  );
}
