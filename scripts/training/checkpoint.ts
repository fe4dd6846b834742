import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import type { ModelKind } from '../../classifier/src/index.ts';
import type { KnownLabels, LabelledText, RecurrentCheckpoint } from '../../classifier/training/index.ts';
import { readFile } from '../program/read-file.ts';
import { UsageError } from '../program/run-program.ts';
import { writeWhole } from '../program/write-whole.ts';
import type { TrainingSettings } from './hyper-parameters.ts';
import type { RecurrentOptions } from './train-model.ts';

/** What must be the same for a training to be resumed. */
export interface TrainingIdentity {
  kind: ModelKind;
  texts: readonly LabelledText[];
  labels: KnownLabels;
  isBalanced: boolean;
  /** Of a recurrent model. */
  validation?: readonly LabelledText[] | undefined;
  vectors?: string;
  seed: number;
  settings: TrainingSettings;
}

/** Where a training keeps what it goes on from. */
export function checkpointFile(out: string): string {
  return `${out}.checkpoint`;
}

/** A digest of all that must be the same. */
export const identify = (training: TrainingIdentity): string =>
  createHash('sha256').update(JSON.stringify(training)).digest('hex');

/** The error where a checkpoint is of another training. */
export const refuseOther = (file: string): UsageError =>
  new UsageError(
    `${file} is of a training on other data, with another seed or other settings; expected the same`,
  );

/**
 * Keeps a training's state beside its model file after each epoch, and reads it to go on from.
 * @throws UsageError where there is none to resume, or one of another training
 */
export async function keepCheckpoints(
  out: string,
  training: TrainingIdentity,
  resume = false,
): Promise<Pick<RecurrentOptions, 'checkpoint' | 'onEpoch'>> {
  const file = checkpointFile(out);
  const identity = identify(training);
  const onEpoch: RecurrentOptions['onEpoch'] = (_, checkpoint) =>
    writeWhole(file, serialize({ identity, checkpoint }));
  if (!resume) return { onEpoch };
  const saved = readCheckpoint(await readFile(file), file);
  if (saved.identity !== identity) throw refuseOther(file);
  return { onEpoch, checkpoint: saved.checkpoint };
}

function readCheckpoint(
  bytes: Uint8Array,
  file: string,
): { identity: string; checkpoint: RecurrentCheckpoint } {
  try {
    const saved = deserialize(bytes);
    if (typeof saved?.identity !== 'string') throw new TypeError('no identity');
    return saved;
  } catch (cause) {
    throw new UsageError(`${file} is no checkpoint; delete it to train from the beginning`, { cause });
  }
}
