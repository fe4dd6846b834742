import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runScript } from '../helpers/run-script.ts';
import { openTrainingFolder } from '../helpers/training-folder.ts';

const { folder, makeFile, phrases } = await openTrainingFolder();

describe.concurrent('train in a terminal', () => {
  test('draws a bar of its progress', async () => {
    const args = ['--kind', 'linear', '--data', phrases, '--out', join(folder, 'bar.bin')];
    const { stdout, stderr, code } = await runScript('train.ts', args, { isTerminal: true });
    expect(code).toBe(0);
    expect(stderr).toMatch(/tokenize █+ 100 % \| 120 of 120 texts/);
    expect(stdout).not.toContain('█');
  });

  test('ends at a bad row and at one sentence', async () => {
    const row = await makeFile('terminal-row.csv', 'text,label\na,1\nb,9\n');
    const sentence = await makeFile('terminal-sentence.csv', 'text,label\na,1\na,2\n');
    const runs = [row, sentence].map((data) =>
      runScript('train.ts', ['--kind', 'linear', '--data', data, '--out', join(folder, 'terminal.bin')], {
        isTerminal: true,
      }),
    );
    for (const { code } of await Promise.all(runs)) expect(code).toBe(1);
  });
});
