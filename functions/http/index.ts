import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { serve } from '../process/serve.ts';
import { answerParts } from '../workers/answer-parts.ts';

const here = new URL(import.meta.url);
// Worker threads run this file too.
if (isMainThread)
  await serve(fileURLToPath(new URL('model.bin', here)), { hasInferenceProtocol: true }, here);
else answerParts();
