import { parentPort } from 'node:worker_threads';

// A thread of an encoder that ends at a text of 13 pieces.
parentPort!.on('message', (ids: Int32Array) => {
  if (ids.length === 13) process.exit(3);
});
await import('../../functions/encoder/thread.ts');
