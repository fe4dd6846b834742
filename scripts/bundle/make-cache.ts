// node make-cache.ts FOLDER: writes the code cache of a bundle that listens, the same bytes each time and
// wherever it lies. It needs compile-app.ts beside it and nothing else, so that an image can run it with its own Node.js.
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
 * What would make the cache another one each time: where strings lie in V8's tables, functions that its baseline
 * compiler has in hand at the end, how far the optimizing ones have come in threads of their own, and when memory is cleared,
 * which takes compiled functions with it. The sizes of the heap leave room for all that is made here, whatever memory
 * the machine has.
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
/** V8 takes a cache only under the flags it was made with, those of memory aside. */
const NORMAL = ['--hash-seed=0', '--sparkplug', '--concurrent-recompilation', '--flush-bytecode'];

if (!process.execArgv.includes(REPEATABLE[0]!)) {
  // Without what would make it another function than the one built, or another Node.js.
  const env = { ...process.env, MODEL: '', NODE_OPTIONS: '' };
  // A file, a pipe and a terminal are each written to in another way, so they are the same each time.
  const { status, stderr } = spawnSync(process.execPath, [...REPEATABLE, ...process.argv.slice(1)], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  process.stderr.write(stderr);
  process.exit(status ?? 1);
}

const folder = process.argv[2]!;
rmSync(join(folder, CACHE_FILE), { force: true }); // or the new one would be made from it

// The script is caught as the bundle compiles it, so that the bundle itself knows nothing of this. In the cache it bears
// the same name wherever the bundle lies; one that is made from the cache bears its own.
let script: Script | undefined;
class CaughtScript extends vm.Script {
  constructor(code: string, options: vm.ScriptOptions) {
    super(code, { ...options, filename: APP_FILE });
    script = this;
  }
}
Object.assign(vm, { Script: CaughtScript });
syncBuiltinESMExports();

// What runs only when something takes long, or when memory is cleared, would be in the cache one time and not the other:
// time stands still, no timer of the bundle runs down, and nobody is told of garbage.
performance.now = () => 0;
const never = setTimeout(() => {}).unref();
Object.assign(globalThis, { setInterval: () => never, setTimeout: () => never });
PerformanceObserver.prototype.observe = () => {};

const port = await findFreePort();
process.env.PORT = String(port);
await import(pathToFileURL(join(folder, 'index.js')).href);

// V8 puts into the cache what has run by then, so some requests are answered before.
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

/** Not by a package, since this runs where there is none. */
async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
