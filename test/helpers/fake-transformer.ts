import { readFileSync } from 'node:fs';
import type { CreateSession, ModelHeader } from '../../classifier/src/index.ts';
import { encodeModel, type ModelArrays } from '../../classifier/src/model-file.ts';
import { SENTIMENTS } from '../../classifier/src/sentiments.ts';

/** A header for transformers made in tests. */
export const TRANSFORMER_HEADER: ModelHeader = {
  kind: 'transformer',
  labels: SENTIMENTS,
  settings: { maxPieces: 64, temperature: 1.5, textPieces: 10_000, explanationPieces: 15_000 },
  unit: 'text',
  vocabulary: { numPieces: 260 },
  provenance: { base: { name: 'tiny-bert', license: 'MIT' } },
  measured: [],
};

const { unit: _, ...bySentence } = TRANSFORMER_HEADER;
/** The same header, of a model that reads each sentence alone. */
export const SENTENCE_HEADER: ModelHeader = bySentence;

/** The tokenizer.json of a kind of encoder: `bert`, `distilbert` or `roberta`. */
export function readTokenizer(name = 'bert'): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../fixtures/tokenizers/${name}.json`, import.meta.url)));
}

/** The arrays of a transformer for the session of `fakeEngine`, which reads no ONNX. */
function transformerArrays(tokenizer = readTokenizer()): ModelArrays {
  return { onnx: Uint8Array.of(1, 2, 3), tokenizer };
}

/** The bytes of a transformer's model file. */
export function fakeTransformerBytes(header = TRANSFORMER_HEADER, tokenizer?: Uint8Array): Uint8Array {
  return encodeModel(header, transformerArrays(tokenizer));
}

/** An engine whose sessions compute with the ids alone, and what it was asked. */
export interface FakeEngine {
  createSession: CreateSession;
  /** The ids of each run, in order. */
  runs: number[][];
  /** The most runs that were in flight at once. */
  mostAtOnce: number;
  /** How many sessions were created and not closed. */
  numOpen: number;
}

/** What a session makes of ids: it depends on each id and on its neighbour. */
export function fakeLogits(ids: readonly number[], numClasses: number): Float32Array {
  return Float32Array.from({ length: numClasses }, (_, k) =>
    ids.reduce((sum, id, i) => sum + Math.sin(id * (k + 1) + 0.1 * (ids[i - 1] ?? 0)), 0),
  );
}

/** Creates an engine whose sessions answer after a turn of the event loop. */
export function fakeEngine({ numClasses = 5, numAtOnce = 2, logitsOf = fakeLogits } = {}): FakeEngine {
  let numRunning = 0;
  const engine: FakeEngine = {
    runs: [],
    mostAtOnce: 0,
    numOpen: 0,
    async createSession() {
      engine.numOpen++;
      return {
        numAtOnce,
        async run(inputIds) {
          engine.runs.push([...inputIds]);
          engine.mostAtOnce = Math.max(engine.mostAtOnce, ++numRunning);
          await new Promise((resolve) => setImmediate(resolve));
          numRunning--;
          return logitsOf([...inputIds], numClasses);
        },
        async close() {
          engine.numOpen--;
        },
      };
    },
  };
  return engine;
}
