import Module from 'node:module';

/** What Node.js looks up packages with. */
const loader = Module as unknown as { _resolveFilename(name: string, ...rest: unknown[]): string };

/** Runs what must not find wink's package of vectors, whether it is installed or not. */
export async function withoutWinkVectors<Result>(run: () => Promise<Result>): Promise<Result> {
  const resolve = loader._resolveFilename;
  loader._resolveFilename = function (name, ...rest) {
    if (name.startsWith('wink-embeddings')) throw new Error('Cannot find module');
    return resolve.call(this, name, ...rest);
  };
  try {
    return await run();
  } finally {
    loader._resolveFilename = resolve;
  }
}
