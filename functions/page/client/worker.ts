import {
  type Classifier,
  type DetailedClassification,
  loadClassifier,
} from '../../../classifier/src/index.ts';
import type { WorkerAnswer, WorkerQuestion } from './ask-here.ts';

/** The interval between checks for a newer text, in milliseconds. */
const SLICE_MS = 20;

let loading: Promise<Classifier> | undefined;
let latest = 0;

addEventListener('message', async ({ data: { id, text } }: MessageEvent<WorkerQuestion>) => {
  latest = id;
  const classifier = await load().catch(() => undefined);
  const result = classifier && (await classify(classifier, text, id));
  if (id === latest) postMessage({ id, result } satisfies WorkerAnswer);
});

/** Loads the model beside the page, once. After a failure it is fetched again. */
function load(): Promise<Classifier> {
  loading ??= fetchModel().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function fetchModel(): Promise<Classifier> {
  const response = await fetch('model.bin');
  if (!response.ok) throw new Error(`the response for model.bin is ${response.status}, expected 200`);
  return loadClassifier(await response.arrayBuffer());
}

/** @returns undefined if a newer text has arrived meanwhile */
async function classify(
  classifier: Classifier,
  text: string,
  id: number,
): Promise<DetailedClassification | undefined> {
  const steps = classifier.classifyInSteps(text, { explain: true, sentences: true });
  while (id === latest) {
    const start = performance.now();
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (performance.now() - start < SLICE_MS);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return undefined;
}

load().catch(() => {}); // a failure is reported with the first text
