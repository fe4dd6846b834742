import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { spell } from '../../classifier/internals/index.ts';
import type { SoftDataFile } from '../../classifier/src/index.ts';
import {
  createNewTextTest,
  findFormat,
  readSoftTexts,
  SOFT_DEFAULTS,
  type SoftText,
  type SoftTraining,
} from '../../classifier/training/index.ts';
import { count } from '../program/numbers.ts';
import { withProgress } from '../program/progress.ts';
import { openInput } from '../program/read-file.ts';
import { UsageError } from '../program/run-program.ts';

/** The options that name soft texts. */
export interface SoftOptions {
  /** Files of texts with the class probabilities of a teacher. */
  soft?: string[];
  softWeight?: number;
  softMinTexts?: number;
}

/** The soft texts of a training. */
export interface SoftData extends Omit<SoftTraining, 'texts'> {
  texts: Pick<SoftText, 'text' | 'probabilities'>[];
  files: SoftDataFile[];
}

/** @throws UsageError for options that do not go together */
export function checkSoftOptions({ soft, softWeight, softMinTexts }: SoftOptions): void {
  if (soft !== undefined) return;
  if (softWeight !== undefined) throw new UsageError('--soft-weight goes with --soft');
  if (softMinTexts !== undefined) throw new UsageError('--soft-min-texts goes with --soft');
}

/**
 * Reads soft texts, and leaves out those that equal a labelled text or an earlier soft text, so that a text is never
 * trained on while it is held out, and rows with an error in place of an answer. Shows progress and the numbers left out
 * on standard error.
 * @param names the classes by label
 * @param labelled all labelled texts that the model is trained, validated or measured on
 * @returns `undefined` without `--soft`
 * @throws DatasetError at the first invalid row
 * @throws UsageError for a file that is not NDJSON, and if no text is left
 */
export async function readSoft(
  { soft: paths, softWeight: weight, softMinTexts: minTexts }: SoftOptions,
  names: readonly string[],
  labelled: Iterable<string>,
): Promise<SoftData | undefined> {
  if (paths === undefined) return undefined;
  for (const path of paths) {
    if (findFormat(path) === 'ndjson') continue;
    throw new UsageError(`--soft ${path}: expected NDJSON, as npm run classify -- --json writes it`);
  }
  const isNew = createNewTextTest(plainTexts(labelled));
  const data: SoftData = {
    texts: [],
    files: [],
    weight: weight ?? SOFT_DEFAULTS.weight,
    minTexts: minTexts ?? SOFT_DEFAULTS.minTexts,
  };
  let numLeftOut = 0;
  let numUnanswered = 0;
  for (const path of paths) {
    const name = basename(path);
    const hash = createHash('sha256');
    const input = await openInput(path, (chunk) => hash.update(chunk));
    const teachers = new Set<string>();
    const numBefore = data.texts.length;
    await withProgress({ label: `read ${name}`, total: undefined, unit: 'texts' }, async (update) => {
      for await (const { text, probabilities, teacher } of readSoftTexts(
        input,
        names,
        () => numUnanswered++,
      )) {
        if (teacher !== undefined) teachers.add(teacher);
        if (isNew(spell(text).plain)) data.texts.push({ text, probabilities });
        else numLeftOut++;
        update(data.texts.length - numBefore);
      }
    });
    data.files.push({
      data: name,
      sha256: hash.digest('hex'),
      rows: data.texts.length - numBefore,
      ...(teachers.size > 0 && { teacher: [...teachers].join(', ') }),
    });
  }
  if (numUnanswered > 0)
    console.error(`left out rows with an error in place of an answer: ${count(numUnanswered)}`);
  if (numLeftOut > 0) {
    console.error(
      `left out soft texts that equal a labelled, a validation or an earlier soft text: ${count(numLeftOut)}`,
    );
  }
  if (data.texts.length === 0)
    throw new UsageError(
      '--soft: no text is left; expected rows with probabilities, of texts other than the labelled ones',
    );
  console.error(
    'accuracy in cross-validation, --folds and --search is too high if the teacher was trained on the same labels; trust --validation',
  );
  return data;
}

function* plainTexts(texts: Iterable<string>): Generator<string> {
  for (const text of texts) yield spell(text).plain;
}
