import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import type { SmallKind } from '../../classifier/src/index.ts';
import type { KnownLabels, LabelledText, RecurrentCheckpoint } from '../../classifier/training/index.ts';
import { readFile } from '../program/read-file.ts';
import { UsageError } from '../program/run-program.ts';
import { writeWhole } from '../program/write-whole.ts';
import type { TrainingSettings } from './hyper-parameters.ts';
import type { SoftData } from './read-soft.ts';
import type { RecurrentOptions } from './train-model.ts';

/** Everything that must be unchanged for a training to be resumed. */
export interface TrainingIdentity {
  kind: SmallKind;
  texts: readonly LabelledText[];
  labels: KnownLabels;
  isBalanced: boolean;
  /** Only for a recurrent model. */
  validation?: readonly LabelledText[] | undefined;
  vectors?: string;
  /** The soft texts, by the digests of their files. */
  soft?: Omit<SoftData, 'texts'> | undefined;
  seed: number;
  settings: TrainingSettings;
}

/** The path of the checkpoint of a training that writes its model to `out`. */
export function checkpointFile(out: string): string {
  return `${out}.checkpoint`;
}

/** A digest of the identity of a training. */
export const identify = (training: TrainingIdentity): string =>
  createHash('sha256').update(JSON.stringify(training)).digest('hex');

/** Makes the error for a checkpoint that belongs to another training. */
export const refuseOther = (file: string): UsageError =>
  new UsageError(
    `${file} belongs to a training with other data, another seed or other settings; expected the same`,
  );

/** Reads the checkpoint of an interrupted training; `undefined`, with a message, if there is none. */
export async function readInterrupted(file: string): Promise<Uint8Array | undefined> {
  if (existsSync(file)) return readFile(file);
  console.error(`no interrupted training: there is no ${file}; training from the beginning`);
  return undefined;
}

/**
 * Saves the state of a training beside its model file after each epoch, and reads it to resume.
 * @throws UsageError if the checkpoint belongs to another training, or is invalid
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
  const bytes = resume ? await readInterrupted(file) : undefined;
  if (bytes === undefined) return { onEpoch };
  const saved = readCheckpoint(bytes, file);
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
    throw new UsageError(`${file} is not a valid checkpoint; delete it to train from the beginning`, {
      cause,
    });
  }
}
