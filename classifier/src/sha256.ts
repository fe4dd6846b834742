import { sha256 as sha256InJavaScript } from '@noble/hashes/sha2.js';

/** Node.js hashes a model ten times as fast as JavaScript. Browsers have no synchronous SHA-256. */
const nodeCrypto = globalThis.process?.getBuiltinModule?.('node:crypto');

/** Computes the SHA-256 hash of bytes (FIPS 180-4), 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return nodeCrypto ? nodeCrypto.createHash('sha256').update(bytes).digest() : sha256InJavaScript(bytes);
}

/** Converts bytes to lower-case hexadecimal, two digits a byte. */
export { bytesToHex } from '@noble/hashes/utils.js';
