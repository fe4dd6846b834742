import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { build } from '../../scripts/bundle/build-function.ts';
import { runInProcess } from '../helpers/run-in-process.ts';
import { openTrainingFolder } from '../helpers/training-folder.ts';

const { folder, phrases } = await openTrainingFolder();

test('the program of an image goes on with a training that was killed, to the same bytes', async () => {
  const program = join(folder, 'program');
  await build({ model: 'linear', name: 'classify', folder: program });
  const volume = join(folder, 'volume');
  await mkdir(volume);
  const out = join(volume, 'model.bin');
  const train = () =>
    spawn(process.execPath, [join(program, 'index.js'), 'train', '--data', phrases, '--out', out], {
      stdio: 'ignore',
    });
  const killed = train();
  while (!existsSync(`${out}.checkpoint`)) await sleep(1);
  killed.kill('SIGKILL');
  expect((await once(killed, 'close'))[1]).toBe('SIGKILL');
  expect(await readdir(volume)).toContain('model.bin.checkpoint');

  expect(await once(train(), 'close')).toEqual([0, null]);
  expect(await readdir(volume)).toEqual(['model.bin', 'model.bin.card.json', 'trainings.ndjson']);
  const whole = join(folder, 'whole.bin');
  await runInProcess('train.ts', ['--data', phrases, '--vectors', 'none', '--out', whole]);
  expect((await readFile(out)).equals(await readFile(whole))).toBe(true);
});
