import { sha256 as sha256InJavaScript } from '@noble/hashes/sha2.js';

/** Node.js hashes a model ten times as fast as JavaScript does; a browser has no synchronous SHA-256. */
const nodeCrypto = globalThis.process?.getBuiltinModule?.('node:crypto');

/** The SHA-256 of the bytes (FIPS 180-4), 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return nodeCrypto ? nodeCrypto.createHash('sha256').update(bytes).digest() : sha256InJavaScript(bytes);
}

/** Bytes in lower-case hex digits, two a byte. */
export { bytesToHex } from '@noble/hashes/utils.js';
