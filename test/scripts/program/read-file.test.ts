import { chmod, mkdir, mkdtemp, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openInput, readFile } from '../../../scripts/program/read-file.ts';
import { UsageError } from '../../../scripts/program/run-program.ts';
import { runInProcess } from '../../helpers/run-in-process.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-file-'));
  await writeFile(join(folder, 'good.txt'), 'good');
  await writeFile(join(folder, 'closed.txt'), 'good');
  await chmod(join(folder, 'closed.txt'), 0);
  await mkdir(join(folder, 'folder.tsv'));
  await symlink('loop.tsv', join(folder, 'loop.tsv'));
});
afterAll(() => rm(folder, { recursive: true }));

const isRoot = process.getuid?.() === 0;
const PROBLEMS = [
  ['no.txt', 'no such file'],
  ['good.txt/no.txt', 'no such file'],
  ['folder.tsv', 'is a directory; expected a file'],
  ['loop.tsv', 'its symbolic links lead back to themselves; expected a file'],
  [`${'x'.repeat(300)}.tsv`, 'the path is longer than the system allows'],
  ...(isRoot ? [] : [['closed.txt', 'no permission to read it'] as const]),
] as const;

test.skipIf(process.platform !== 'linux')('a file is closed though nobody reads on', async () => {
  const path = join(folder, 'long.txt');
  await writeFile(path, 'good\n'.repeat(100_000));
  for await (const _ of (await openInput(path)).chunks) break;
  const findOpen = async () => {
    const files = (await readdir('/proc/self/fd')).map((fd) =>
      readlink(`/proc/self/fd/${fd}`).catch(() => ''),
    );
    return (await Promise.all(files)).filter((file) => file === path);
  };
  await vi.waitFor(async () => expect(await findOpen()).toEqual([]));
});

describe('gzip', () => {
  const text = 'text,label\n'.repeat(20_000);
  const read = async (content: Uint8Array): Promise<string> => {
    const path = join(folder, 'data.csv.gz');
    await writeFile(path, content);
    return Buffer.concat(await Array.fromAsync((await openInput(path)).chunks)).toString();
  };

  test('is uncompressed, in one member or several', async () => {
    expect(await read(gzipSync(text))).toBe(text);
    expect(await read(Buffer.concat([gzipSync('a'), gzipSync('b')]))).toBe('ab');
  });

  test('counts the bytes that lie there', async () => {
    const content = gzipSync(text);
    await read(content);
    let numBytes = 0;
    const { chunks } = await openInput(join(folder, 'data.csv.gz'), ({ length }) => {
      numBytes += length;
    });
    await Array.fromAsync(chunks);
    expect(numBytes).toBe(content.length);
  });

  test('that is cut short or damaged is told of', async () => {
    const content = gzipSync(text);
    const problem = `${join(folder, 'data.csv.gz')}: is damaged or cut short; expected gzip to its end`;
    await expect(read(content.subarray(0, -9))).rejects.toThrow(new UsageError(problem));
    await expect(read(content.fill(0xff, 20, 40))).rejects.toThrow(new UsageError(problem));
  });

  test('is none where a file only has its name', async () => {
    expect(await read(Buffer.from(text))).toBe(text);
    expect(await read(Buffer.from(''))).toBe('');
  });
});

describe('a file that cannot be read is told of in one line', () => {
  test.each(PROBLEMS)('%s', async (name, problem) => {
    const path = join(folder, name);
    const expected = new UsageError(`${path}: ${problem}`);
    await expect(readFile(path)).rejects.toThrow(expected);
    await expect(openInput(path)).rejects.toThrow(expected);
  });

  // Linux opens the memory of a process like a file, and refuses to read its first page.
  test.runIf(process.platform === 'linux')('also where it opens and fails later', async () => {
    const { chunks } = await openInput('/proc/self/mem');
    await expect(Array.fromAsync(chunks)).rejects.toThrow(
      new UsageError('/proc/self/mem: cannot be read: i/o error (EIO)'),
    );
  });

  test.each([
    ['train.ts', (path: string) => ['--data', path, '--out', join(folder, 'model.bin')]],
    ['classify.ts', (path: string) => [path]],
    ['evaluate.ts', (path: string) => ['--data', path]],
  ])('by %s, of symbolic links that lead back to themselves', async (program, args) => {
    const { stderr, code } = await runInProcess(program, args(join(folder, 'loop.tsv')));
    expect(stderr).toMatch(/^error: \S+loop\.tsv: its symbolic links lead back to themselves; .+\n$/);
    expect(code).toBe(1);
  });
});

test('what goes wrong with a chunk once read is no fault of the file', async () => {
  const fault = new Error('fault');
  const { chunks } = await openInput(join(folder, 'good.txt'), () => {
    throw fault;
  });
  await expect(Array.fromAsync(chunks)).rejects.toBe(fault);
});
