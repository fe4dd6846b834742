import { execFile, execFileSync, spawn } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/program/root.ts';

const run = promisify(execFile);
const README = await readFile(join(ROOT, 'README.md'), 'utf8');
const BLOCKS = Array.from(README.matchAll(/```(\w+)\n(.*?)```/gs), ([, language, code]) => ({
  language: language!,
  code: code!,
}));

/** The first block of a language that has a text in it. */
function blockWith(language: string, text: string): string {
  const block = BLOCKS.find((one) => one.language === language && one.code.includes(text));
  if (block === undefined) throw new Error(`README.md has no block of ${language} with ${text}`);
  return block.code;
}

/** Whether a tool is here; says so loudly where it is not. */
function has(tool: string): boolean {
  try {
    execFileSync(tool, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn(`SKIPPED: README.md's calls by ${tool}, since there is none`);
    return false;
  }
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'readme-'));
  for (const [from, to] of [
    ['scripts/explore/example/reviews.tsv', 'reviews.tsv'],
    ['scripts/training/example/sentences.txt', 'texts.txt'],
    ['classifier/models/recurrent.bin', 'large.bin'],
  ] as const) {
    await copyFile(join(ROOT, from), join(folder, to));
  }
});
afterAll(() => rm(folder, { recursive: true }));

describe('the calls that README.md shows', () => {
  let server: ReturnType<typeof spawn>;
  let address: string;

  beforeAll(async () => {
    server = spawn('npm', ['start'], { cwd: ROOT, env: { ...process.env, PORT: '0' }, detached: true });
    let log = '';
    address = await new Promise<string>((resolve, reject) => {
      server.stdout!.on('data', (chunk) => {
        log += chunk;
        const [, port] = /listens at .*:(\d+)"/.exec(log) ?? [];
        if (port !== undefined) resolve(`localhost:${port}`);
      });
      server.on('close', () => reject(new Error(`npm start ended: ${log}`)));
    });
  });
  afterAll(() => process.kill(-server.pid!, 'SIGKILL'));

  const atServer = (code: string): string => code.replaceAll('localhost:8080', address);

  test.skipIf(!has('curl'))('give with curl the very answer that stands below', async () => {
    const block = blockWith('sh', 'plenty of funny quotes');
    const shown = Array.from(block.matchAll(/^# +(.*)$/gm), ([, line]) => line).join('');
    const { stdout } = await run('sh', ['-c', atServer(block)]);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(shown));
  });

  test.skipIf(!has('curl'))('give with curl an event for an event', async () => {
    const { stdout } = await run('sh', ['-c', atServer(blockWith('sh', 'ce-specversion'))]);
    expect(stdout).toMatch(/^ce-sentiment: negative\r$/m);
    expect(stdout).toMatch(/^ce-causationid: 17\r$/m);
  });

  test('give the sentiment in JavaScript', async () => {
    const code = `${atServer(blockWith('js', 'fetch('))}\nconsole.log(sentiment);`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code]);
    expect(stdout).toBe('negative\n');
  });

  test.skipIf(!has('python3'))('give the sentiment in Python', async () => {
    const { stdout } = await run('python3', ['-c', atServer(blockWith('python', 'urllib'))]);
    expect(stdout).toBe('negative\n');
  });
});

describe('the commands that README.md shows', () => {
  /** What stands for a file that a reader has, or that a command writes. */
  const FILES: Record<string, string> = {
    'reviews.csv': 'reviews.tsv',
    'validation.tsv': 'reviews.tsv',
    'validation-sentences.tsv': 'reviews.tsv',
    'reviews-validation.ndjson': 'reviews.tsv',
    'labelled.csv': 'labelled.csv',
    'my-model.bin': 'my-model.bin',
    'texts.txt': 'texts.txt',
    'large.bin': 'large.bin',
    'soft.ndjson': 'soft.ndjson',
    'small.bin': 'small.bin',
  };
  /** What is run elsewhere: by this test, by .ci/run, or where there is a cluster. */
  const ELSEWHERE = /^npm (start|test|ci)\b|^npm run (bench|deploy)\b/;

  const commands = Array.from(README.matchAll(/(?:^|`)(npm run [^`#\n]+)/gm), ([, command]) =>
    command!.trim(),
  ).filter((command) => !ELSEWHERE.test(command));

  test('are there', () => {
    expect(commands.length).toBeGreaterThan(4);
  });

  // One after the other: the model that one trains is read by the next.
  test.each(commands)('work: %s', async (command) => {
    const words = command.split(/\s+/).map((word) => {
      const file = FILES[word];
      return file === undefined ? word : join(folder, file);
    });
    // The example's labels are no stars.
    const args = words
      .slice(1)
      .filter((word, i, all) => !/^--labels$/.test(word) && all[i - 1] !== '--labels');
    const { stdout, stderr } = await run('npm', args, { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 });
    expect(stdout + stderr).not.toMatch(/^error/m);
  });

  test('label a file and write two models', async () => {
    expect(await readFile(join(folder, 'labelled.csv'), 'utf8')).toMatch(/sentiment,.*confidence/);
    for (const model of ['my-model.bin', 'small.bin']) {
      expect((await readFile(join(folder, model))).subarray(0, 8).toString()).toBe('MOVIESNT');
    }
  });
});
