import { existsSync } from 'node:fs';
import { loadClassifier } from '../../classifier/src/index.ts';
import { describeModel } from '../../functions/service/describe.ts';
import { readFile } from '../program/read-file.ts';
import { writeWhole } from '../program/write-whole.ts';
import { checkpointFile } from './checkpoint.ts';
import { FILE_VECTORS } from './read-vectors.ts';
import { type TrainOptions, train } from './train.ts';
import { printModel } from './train-command.ts';

/** Where the card of a model stands: what `GET /model` answers. */
function cardFile(out: string): string {
  return `${out}.card.json`;
}

/**
 * Trains a model once, however often it is started: where there is a checkpoint, it goes on from that; where the model
 * has its card, which is written last, there is nothing to do.
 * @throws UsageError where a checkpoint is of another training
 */
export async function trainOnce(options: TrainOptions): Promise<void> {
  const { out } = options;
  if (existsSync(cardFile(out))) {
    console.error(`${out} is trained: ${cardFile(out)} is there`);
    return;
  }
  const isBegun = existsSync(checkpointFile(out));
  if (isBegun) console.error(`going on from ${checkpointFile(out)}`);
  const model = await train({ ...options, ...(isBegun && { resume: true }) }, FILE_VECTORS.read);
  const card = describeModel(loadClassifier(await readFile(out)));
  await writeWhole(cardFile(out), `${JSON.stringify(card, undefined, 2)}\n`);
  printModel(model, out);
}
