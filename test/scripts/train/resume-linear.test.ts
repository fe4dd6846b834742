import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../../scripts/program/root.ts';
import { openTrainingFolder, train } from '../../helpers/training-folder.ts';

const { folder, makeFile, phrases, filesOf } = await openTrainingFolder();
const out = (name: string): string => join(folder, `${name}.bin`);
const argsOf = (name: string, ...args: string[]) => ['--data', phrases, '--out', out(name), ...args];

/** Preloaded, it kills a training once its seventh machine of thirty is kept. */
const KILL = `data:text/javascript,${encodeURIComponent(`
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  const append = fs.appendFileSync;
  let numKept = 0;
  fs.appendFileSync = (...args) => {
    append(...args);
    if (++numKept === 7) process.kill(process.pid, 'SIGKILL');
  };
  syncBuiltinESMExports();
`)}`;

/** Kills a training, and gives what it has kept. */
async function kill(name: string, ...args: string[]): Promise<Buffer> {
  const script = join(ROOT, 'scripts/train.ts');
  const command = ['--import', KILL, script, '--kind', 'linear', ...argsOf(name, ...args)];
  const child = spawn(process.execPath, command, { stdio: 'ignore' });
  expect((await once(child, 'close'))[1]).toBe('SIGKILL');
  return readFile(`${out(name)}.checkpoint`);
}

test('a linear training on soft texts goes on with the same soft texts, and with no others', async () => {
  const row = (text: string) =>
    `${JSON.stringify({ text, probabilities: { 'somewhat negative': 0, 'somewhat positive': 0.2, negative: 0, neutral: 0, positive: 0.8 } })}\n`;
  const soft = await makeFile('soft.ndjson', row('A grand show.') + row('A grand tale.'));
  const others = await makeFile('others.ndjson', row('A grand show.') + row('A grand song.'));
  await train(...argsOf('soft', '--soft', soft));
  await kill('soft-killed', '--soft', soft);
  const refused = await train(...argsOf('soft-killed', '--soft', others, '--resume'));
  expect(refused.stderr).toContain('belongs to a training with other data');
  expect((await train(...argsOf('soft-killed', '--soft', soft, '--resume'))).code).toBe(0);
  expect(await readFile(out('soft-killed'))).toEqual(await readFile(out('soft')));
});

describe('a linear training that was killed', () => {
  let whole: Buffer;
  let checkpoint: Buffer;
  /** Resumes it, from what is left of its checkpoint. */
  async function resume(name: string, left: Uint8Array, ...args: string[]) {
    await writeFile(`${out(name)}.checkpoint`, left);
    return train(...argsOf(name, '--resume', ...args));
  }

  beforeAll(async () => {
    await train(...argsOf('whole'));
    whole = await readFile(out('whole'));
    checkpoint = await kill('killed');
  });

  test.each([
    ['all that was kept', 0],
    ['a machine that was not written whole', 100],
  ])('gives the same bytes when it is resumed from %s', async (_, numCut) => {
    const { code } = await resume(`cut-${numCut}`, checkpoint.subarray(0, checkpoint.length - numCut));
    expect(code).toBe(0);
    expect(await readFile(out(`cut-${numCut}`))).toEqual(whole);
    expect(await filesOf(`cut-${numCut}`)).toEqual([`cut-${numCut}.bin`]);
  });

  test.each([
    ['another seed', ['--seed', '2']],
    ['other settings', ['--cost', '0.3']],
    ['other texts', ['--limit', '60']],
  ])('is not resumed with %s', async (name, args) => {
    const { stderr, code } = await resume(name, checkpoint, ...args);
    expect(stderr).toContain(
      `error: ${out(name)}.checkpoint belongs to a training with other data, another seed`,
    );
    expect(code).toBe(1);
  });

  test('ends in a line where what it keeps cannot be written', async () => {
    await mkdir(`${out('folder')}.checkpoint`);
    const { stderr, code } = await train(...argsOf('folder'));
    expect(stderr).toMatch(/^error: .*folder\.bin\.checkpoint: cannot be written: EISDIR/m);
    expect(code).toBe(1);
  });

  test('begins where there is no checkpoint, and says so', async () => {
    const { stderr, code } = await train(...argsOf('missing', '--resume'));
    expect(stderr).toContain(
      `no interrupted training: there is no ${out('missing')}.checkpoint; training from the beginning\n`,
    );
    expect(code).toBe(0);
    expect(await readFile(out('missing'))).toEqual(whole);
  });
});
