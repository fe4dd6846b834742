import { createHash } from 'node:crypto';

/** The first 8 hexadecimal digits of a SHA-256 over parts: the name of what was made of them, in a cache. */
export function hashParts(parts: readonly (string | Uint8Array)[]): string {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part).update('\0');
  return sum.digest('hex').slice(0, 8);
}
