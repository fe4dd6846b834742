import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { runCommands, runTrainingThread } from './run-commands.ts';

// The worker threads of a training also run this file.
if (isMainThread) await runCommands(fileURLToPath(new URL('model.bin', import.meta.url)));
else runTrainingThread();
