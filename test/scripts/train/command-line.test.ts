import { expect, test } from 'vitest';
import { train } from '../../helpers/training-folder.ts';

test('train prints with --help each option and its default', async () => {
  const { stdout, code } = await train('--help');
  expect(code).toBe(0);
  const help = stdout.replace(/\s+/g, ' ');
  for (const option of ['--data <file>', '--out <file>', '--limit <n>', '--labels <map>']) {
    expect(help).toContain(` ${option} `);
  }
  expect(help).toMatch(/--kind <kind> [^-]*default: "\w+"/);
  expect(help).toMatch(/--seed <n> [^-]*\(default: 1\)/);
  expect(help).toMatch(/--class-weights <name> .*\(choices: "none", "balanced", default: "none"\)/);
  expect(help).toMatch(/--validation <file/);
  expect(help).toMatch(/--text-column <name> [^-]*\(default: Phrase, Sentence, text, mytext, review, /);
  expect(help).toMatch(/--label-column <name> [^-]*\(default: Sentiment, label, rating, /);
});
