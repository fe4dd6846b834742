import { appendFileSync, writeFileSync } from 'node:fs';
import type { KeptMachines } from '../../classifier/training/index.ts';
import { UsageError } from '../program/run-program.ts';
import {
  checkpointFile,
  identify,
  readInterrupted,
  refuseOther,
  type TrainingIdentity,
} from './checkpoint.ts';

/*
 * The checkpoint of a linear training. A line of JSON identifies the format and the training. Then each support vector
 * machine follows: its number of weights, and the weights, all as 64-bit floats in native byte order. A machine that is
 * incomplete in the file is trained again.
 */

const FLOAT_BYTES = Float64Array.BYTES_PER_ELEMENT;

/**
 * Saves each trained support vector machine beside the model file, and reads them to resume.
 * @throws UsageError if the checkpoint belongs to another training, or cannot be written
 */
export async function keepMachines(
  out: string,
  training: TrainingIdentity,
  resume = false,
): Promise<KeptMachines> {
  const file = checkpointFile(out);
  const head = Buffer.from(`${JSON.stringify({ version: 2, identity: identify(training) })}\n`);
  const bytes = resume ? await readInterrupted(file) : undefined;
  const trained = bytes === undefined ? [] : readMachines(Buffer.from(bytes), file, head);
  let isBegun = false;
  return {
    trained,
    onTrained(machine) {
      try {
        // Rewrite the file, to drop an incomplete machine.
        if (!isBegun) writeFileSync(file, head);
        for (const one of isBegun ? [machine] : [...trained, machine]) appendFileSync(file, encode(one));
      } catch (cause) {
        throw new UsageError(`${file}: cannot be written: ${(cause as Error).message}`, { cause });
      }
      isBegun = true;
    },
  };
}

const encode = (weights: Float64Array): Uint8Array =>
  Buffer.concat([toBytes(Float64Array.of(weights.length)), toBytes(weights)]);

const toBytes = ({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

function readMachines(bytes: Buffer, file: string, head: Buffer): Float64Array[] {
  if (!bytes.subarray(0, head.length).equals(head)) throw refuseOther(file);
  const machines: Float64Array[] = [];
  let at = head.length;
  const take = (numFloats: number): Float64Array | undefined => {
    const end = at + numFloats * FLOAT_BYTES;
    if (end > bytes.length) return undefined;
    const floats = new Float64Array(new Uint8Array(bytes.subarray(at, end)).buffer);
    at = end;
    return floats;
  };
  for (;;) {
    const [length] = take(1) ?? [];
    const weights = length === undefined ? undefined : take(length);
    if (weights === undefined) return machines;
    machines.push(weights);
  }
}
