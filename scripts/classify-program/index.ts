import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { runCommands, runNetworkThread } from './run-commands.ts';

// The threads of a training run this file too.
if (isMainThread) await runCommands(fileURLToPath(new URL('model.bin', import.meta.url)));
else runNetworkThread();
