// node make-cache.ts FOLDER: writes the code cache of a bundle that listens. In a process of its own, with the flags of the function.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import vm, { type Script } from 'node:vm';
import { CACHE_FILE, encodeCache } from './compile-app.ts';

const folder = process.argv[2]!;

// The script is caught as the bundle compiles it, so that the bundle itself knows nothing of this.
let script: Script | undefined;
class CaughtScript extends vm.Script {
  constructor(...args: ConstructorParameters<typeof vm.Script>) {
    super(...args);
    script = this;
  }
}
Object.assign(vm, { Script: CaughtScript });
syncBuiltinESMExports();

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
writeFileSync(join(folder, CACHE_FILE), encodeCache(script!, folder));
process.exit();

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
