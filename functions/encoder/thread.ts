import { workerData } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { answerTasks } from '../workers/answer-tasks.ts';
import { leave, pass, type Turnstile } from './turnstile.ts';

/** The `workerData` of an encoder thread. */
export interface EncoderThreadData {
  /** The bytes of an ONNX model. */
  onnx: Uint8Array;
  turnstile: Turnstile;
}

/** What a thread makes of a text: its logits, shape [numClasses], and how long that took, or why there are none. */
export type EncoderAnswer = { logits: Float32Array<ArrayBuffer>; timeMs: number } | { error: string };

/** Only what ends the process is logged: every other error is thrown too. */
const FATAL = 4;
/** One thread a session: several sessions then share the processors without waiting for each other. */
const OPTIONS = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  logSeverityLevel: FATAL,
};

const { onnx, turnstile } = workerData as EncoderThreadData;

/** The values of each input that an encoder may have, for the ids of a text alone. */
const INPUTS: Readonly<Record<string, (ids: Int32Array) => BigInt64Array>> = {
  input_ids: (ids) => BigInt64Array.from(ids, BigInt),
  attention_mask: (ids) => new BigInt64Array(ids.length).fill(1n),
  token_type_ids: (ids) => new BigInt64Array(ids.length),
};

async function openSession(): Promise<InferenceSession> {
  // ONNX Runtime accepts no shared memory. It makes its own copy, so that this one is freed at once.
  const bytes = new Uint8Array(onnx);
  const session = await InferenceSession.create(bytes, OPTIONS);
  bytes.buffer.transfer(0);
  const unknown = session.inputNames.find((name) => !Object.hasOwn(INPUTS, name));
  if (unknown === undefined) return session;
  const expected = Object.keys(INPUTS).join(', ');
  throw new Error(`the ONNX model has an input ${unknown}, expected none but ${expected}`);
}

async function readText(session: InferenceSession, ids: Int32Array): Promise<Float32Array<ArrayBuffer>> {
  const inputs = session.inputNames.map((name) => {
    return [name, new Tensor('int64', INPUTS[name]!(ids), [1, ids.length])] as const;
  });
  const output = session.outputNames.includes('logits') ? 'logits' : session.outputNames[0]!;
  const { [output]: tensor } = await session.run(Object.fromEntries(inputs), [output]);
  const { type, data } = tensor!;
  if (!(data instanceof Float32Array)) throw new Error(`the ONNX model answers in ${type}, expected float32`);
  return new Float32Array(data);
}

let session: InferenceSession;
try {
  session = await openSession();
} finally {
  leave(turnstile);
}

answerTasks(async (ids: Int32Array): Promise<{ result: EncoderAnswer; transfer: ArrayBuffer[] }> => {
  try {
    const start = performance.now();
    const logits = await pass(turnstile, () => readText(session, ids));
    return { result: { logits, timeMs: performance.now() - start }, transfer: [logits.buffer] };
  } catch (error) {
    // A text that the encoder refuses is no reason to load it anew.
    return { result: { error: (error as Error).message }, transfer: [] };
  }
});
