// node make-cache.ts FOLDER: writes the code cache of a bundle that listens. The bytes are reproducible in every
// folder. It needs only compile-app.ts beside it, so that an image can run it with its own Node.js.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import vm, { type Script } from 'node:vm';
import { APP_FILE, CACHE_FILE, encodeCache } from './compile-app.ts';

/**
 * V8 flags that make the cache reproducible. They remove the randomness of string hashes, of the functions that the
 * baseline compiler is working on at the end, of the progress of optimizing compilers in other threads, and of garbage
 * collections, which drop compiled functions. The heap sizes leave enough room on any machine.
 */
const REPEATABLE = [
  '--hash-seed=1',
  '--no-sparkplug',
  '--no-concurrent-recompilation',
  '--no-flush-bytecode',
  '--min-semi-space-size=32',
  '--max-semi-space-size=32',
  '--max-old-space-size=1024',
];
/**
 * Restores the default flags, because V8 accepts a cache only under the flags it was made with, except those for
 * memory.
 */
const NORMAL = ['--hash-seed=0', '--sparkplug', '--concurrent-recompilation', '--flush-bytecode'];

if (!process.execArgv.includes(REPEATABLE[0]!)) {
  // Without variables that would change the function or Node.js.
  const env = { ...process.env, MODEL: '', NODE_OPTIONS: '' };
  // Writing to a file, a pipe and a terminal runs different code, so all output goes to the same kind.
  const { status, stderr } = spawnSync(process.execPath, [...REPEATABLE, ...process.argv.slice(1)], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  process.stderr.write(stderr);
  process.exit(status ?? 1);
}

const folder = process.argv[2]!;
rmSync(join(folder, CACHE_FILE), { force: true }); // else the new cache would be made from it

// The script is intercepted when the bundle compiles it, so that the bundle needs no code for this. In the cache its
// name does not depend on the folder; a script made from the cache has its own name.
let script: Script | undefined;
class CaughtScript extends vm.Script {
  constructor(code: string, options: vm.ScriptOptions) {
    super(code, { ...options, filename: APP_FILE });
    script = this;
  }
}
Object.assign(vm, { Script: CaughtScript });
syncBuiltinESMExports();

// Code that runs only after a delay or a garbage collection would be cached at random. So time stands still, timers of
// the bundle never fire, and garbage collections are not reported.
performance.now = () => 0;
const never = setTimeout(() => {}).unref();
Object.assign(globalThis, { setInterval: () => never, setTimeout: () => never });
PerformanceObserver.prototype.observe = () => {};

const port = await findFreePort();
process.env.PORT = String(port);
await import(pathToFileURL(join(folder, 'index.js')).href);

// V8 caches the code that has run so far, so some requests are answered first.
const json = { 'content-type': 'application/json' };
const event = { ...json, 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/build', 'ce-type': 'text' };
for (const headers of [json, event]) {
  for (const mytext of ['A lovely film.', 'It is not funny. It is not moving, either!']) {
    const request = { method: 'POST', headers, body: JSON.stringify({ mytext }) };
    await (await fetch(`http://127.0.0.1:${port}/`, request)).arrayBuffer();
  }
}
for (const flag of NORMAL) setFlagsFromString(flag);
writeFileSync(join(folder, CACHE_FILE), encodeCache(script!, folder));
process.exit();

/** Finds a free port without a package, because none is installed where this runs. */
async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
