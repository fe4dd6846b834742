// node scripts/image/lay-tini.ts ARCHITECTURE FOLDER
// Puts the init process of an image into a folder, in a second. It needs dpkg-deb, which Debian's images have.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { runProgram, UsageError } from '../program/run-program.ts';

const run = promisify(execFile);

/**
 * The init process of an image. It forwards signals to Node.js, which as process 1 would ignore them until it has a
 * handler, 40 ms after its start. The package is from Debian 12, which gets no more updates: in a later release the
 * file would soon be replaced by a rebuild of the same tini, because glibc is linked into it.
 */
export const TINI = { version: '0.19.0-1+b3', licence: 'MIT', release: 'debian-12' } as const;

/** The SHA-256 of the package by architecture, from Debian's signed index. */
export const TINI_SHA256: Readonly<Record<string, string>> = {
  amd64: '7d1947665fa40e55f218fefad773dc6de66458d0b39eaa292cdcadfc7c996632',
  arm64: '335dee1e36c0bf61f11c9fe9740012966a3183bd50405b73ed19477293c28f7f',
};

/** The files used from the package: the statically linked program and its licence. */
const FILES = ['usr/bin/tini-static', 'usr/share/doc/tini/copyright'];

/** The URL of the package for an architecture, as named by Debian and container images. */
export function tiniUrl(architecture: string): string {
  const file = `tini_${TINI.version}_${architecture}.deb`;
  return `https://deb.debian.org/debian/pool/main/t/tini/${encodeURIComponent(file)}`;
}

/**
 * Puts tini into a folder in the layout of a distroless image: the program, its licence, and metadata for scanners.
 * @throws UsageError for an architecture without a pinned package, and if the package cannot be fetched or differs
 */
export async function layTini(architecture: string, folder: string): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'tini-'));
  try {
    const file = join(scratch, 'tini.deb');
    await writeFile(file, await downloadTini(architecture));
    await dpkgDeb('--extract', file, scratch);
    const status = join(folder, 'var/lib/dpkg/status.d/tini');
    for (const path of [status, ...FILES.map((name) => join(folder, name))]) {
      await mkdir(dirname(path), { recursive: true });
    }
    for (const name of FILES) await copyFile(join(scratch, name), join(folder, name));
    await writeFile(status, await dpkgDeb('--field', file));
  } finally {
    await rm(scratch, { recursive: true });
  }
}

async function downloadTini(architecture: string): Promise<Uint8Array> {
  const expected = TINI_SHA256[architecture];
  if (expected === undefined) {
    const known = Object.keys(TINI_SHA256).join(' or ');
    throw new UsageError(`tini is pinned for no architecture "${architecture}"; expected ${known}`);
  }
  const url = tiniUrl(architecture);
  const response = await fetch(url).catch((error: Error) => {
    throw new UsageError(
      `${url} cannot be fetched: ${(error.cause as Error | undefined)?.message ?? error.message}`,
    );
  });
  if (!response.ok) throw new UsageError(`${url} answered ${response.status}; expected 200 and a package`);
  const bytes = await response.bytes();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== expected) throw new UsageError(`${url} has SHA-256 ${sha256}; expected ${expected}`);
  return bytes;
}

async function dpkgDeb(...args: string[]): Promise<string> {
  try {
    return (await run('dpkg-deb', args)).stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new UsageError('tini is unpacked with dpkg-deb, which is missing; install the package "dpkg"');
  }
}

if (import.meta.main) {
  const program = new Command('node scripts/image/lay-tini.ts')
    .description('Put the init process of an image into a folder.')
    .argument('<architecture>', Object.keys(TINI_SHA256).join(' or '))
    .argument('<folder>', 'where to')
    .action(layTini);
  await runProgram(() => program.parseAsync());
}
