import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';
// By its name alone, `crc32` would keep a Node.js without it from saying that it is too old.
import zlib from 'node:zlib';

/** The name of the file with all code except the edge's own, in CommonJS. */
export const APP_FILE = 'app.cjs';
/** The name of the file with V8's code cache. */
export const CACHE_FILE = 'app.cache';

const HEAD = '(function (exports, require, module) {';
const HEADER_BYTES = 4;

/** Compiles the code of a bundle without running it. */
export function compileApp(folder: string): Script {
  const filename = join(folder, APP_FILE);
  const code = readFileSync(filename);
  const cachedData = readCache(join(folder, CACHE_FILE), code);
  // All of it is ASCII (see bundle.ts).
  return new Script(`${HEAD}${code.toString('latin1')}\n})`, {
    filename,
    columnOffset: -HEAD.length,
    ...(cachedData && { cachedData }),
  });
}

/** Runs the compiled code of a bundle. @returns its exports: each module that the edge imports, by name */
export function runApp<Modules>(script: Script, folder: string): Modules {
  const module = { exports: {} as Modules };
  script.runInThisContext()(module.exports, createRequire(join(folder, APP_FILE)), module);
  return module.exports;
}

/** Encodes the content of the cache file, for a script that has run. */
export function encodeCache(script: Script, folder: string): Uint8Array {
  const data = script.createCachedData();
  const header = new Uint32Array([checksum(readFileSync(join(folder, APP_FILE)), data)]);
  return Buffer.concat([new Uint8Array(header.buffer), data]);
}

/** Reads the code cache; undefined if it is missing, damaged, or made for other code or another Node.js. */
function readCache(file: string, code: Uint8Array): Buffer | undefined {
  if (!existsSync(file)) return undefined;
  const bytes = readFileSync(file);
  if (bytes.length < HEADER_BYTES) return undefined;
  const data = bytes.subarray(HEADER_BYTES);
  return bytes.readUInt32LE() === checksum(code, data) ? data : undefined;
}

/** The checksum of code and cache. V8 itself checks only its version, its flags and the length of the code. */
function checksum(code: Uint8Array, data: Uint8Array): number {
  const { version, platform, arch } = process;
  return zlib.crc32(data, zlib.crc32(code, zlib.crc32(`${version} ${platform} ${arch}`)));
}
