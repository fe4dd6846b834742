import { existsSync } from 'node:fs';
import { loadClassifier } from '../../classifier/src/index.ts';
import { describeModel } from '../../functions/service/describe.ts';
import { readFile } from '../program/read-file.ts';
import { writeWhole } from '../program/write-whole.ts';
import { checkpointFile } from './checkpoint.ts';
import { FILE_VECTORS } from './read-vectors.ts';
import { type TrainOptions, train } from './train.ts';
import { printModel } from './train-command.ts';

/** The path of a model's metadata, the answer of `GET /model`. */
function cardFile(out: string): string {
  return `${out}.card.json`;
}

/**
 * Trains a model once, however often it is called. A call resumes from a checkpoint if there is one, and does nothing
 * if the model's metadata exists, which is written last.
 * @throws UsageError if a checkpoint belongs to another training
 */
export async function trainOnce(options: TrainOptions): Promise<void> {
  const { out } = options;
  if (existsSync(cardFile(out))) {
    console.error(`${out} is already trained: ${cardFile(out)} exists`);
    return;
  }
  const isBegun = existsSync(checkpointFile(out));
  if (isBegun) console.error(`resuming from ${checkpointFile(out)}`);
  const model = await train({ ...options, ...(isBegun && { resume: true }) }, FILE_VECTORS.read);
  const card = describeModel(loadClassifier(await readFile(out)));
  await writeWhole(cardFile(out), `${JSON.stringify(card, undefined, 2)}\n`);
  printModel(model, out);
}
