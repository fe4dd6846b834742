import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VECTORS_OPTION_HELP } from '../../scripts/word-vectors/read-word-vectors.ts';
import { runScript } from '../helpers/run-script.ts';
import { smallCsv, smallVectors } from '../helpers/small-files.ts';

const EXAMPLE = 'scripts/explore/example/reviews.tsv';
let folder: string;
let small: string;
let vectors: string;
/** The example data explored, with vectors of its own and those of the model in the repository. */
let exampleOut: string;
let example: Awaited<ReturnType<typeof explore>>;

const explore = (...args: string[]) => runScript('explore.ts', args);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'explore-'));
  small = await makeFile('small.csv', smallCsv());
  vectors = await makeFile('made.txt', smallVectors());
  exampleOut = join(folder, 'example');
  example = await explore('--data', EXAMPLE, '--out', exampleOut);
  expect(example.code).toBe(0);
});
afterAll(() => rm(folder, { recursive: true }));

async function makeFile(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const findingsOf = ({ stdout }: { stdout: string }) =>
  [...stdout.matchAll(/^\d\. (.*)\.$/gm)].map(([, finding]) => finding!);

/** The SHA-256 of each file of a folder. */
async function hashAll(path: string): Promise<Record<string, string>> {
  const entries = (await readdir(path)).sort().map(async (name) => {
    const bytes = await readFile(join(path, name));
    return [name, createHash('sha256').update(bytes).digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

describe('npm run explore', () => {
  test.each(['report.html', 'adjectives.png'])(
    'gives %s of the example as it is in the repository',
    async (name) => {
      const [made, kept] = await Promise.all(
        [exampleOut, dirname(EXAMPLE)].map((path) => readFile(join(path, name))),
      );
      expect(made!.equals(kept!), `copy it anew from: npm run explore -- --data ${EXAMPLE}`).toBe(true);
    },
  );

  test('writes the same bytes for the same data and seed, and others for another seed', async () => {
    const runs: Record<string, string>[] = [];
    for (const [name, seed] of [
      ['again', '1'],
      ['other', '2'],
    ]) {
      const out = join(folder, name!);
      expect(await explore('--data', EXAMPLE, '--out', out, '--seed', seed!)).toMatchObject({ code: 0 });
      runs.push(await hashAll(out));
    }
    const files = await hashAll(exampleOut);
    const [again, other] = runs;
    expect(again).toEqual(files);
    expect(Object.keys(files).length).toBeGreaterThan(20);
    expect(other!['report.html']).not.toBe(files['report.html']);
    expect(other!['leakage.svg']).not.toBe(files['leakage.svg']);
    expect(other!['classes.svg']).toBe(files['classes.svg']); // where nothing is drawn by chance
  });

  test('finds five other things in other data', async () => {
    const other = await explore('--data', small, '--vectors', vectors, '--out', join(folder, 'small'));
    const [findings, others] = [findingsOf(example), findingsOf(other)];
    expect([findings.length, others.length]).toEqual([5, 5]);
    for (const [i, finding] of findings.entries()) expect(finding).not.toBe(others[i]);
  });

  test('maps vectors trained on the texts beside those of the model, if no others are asked for', async () => {
    expect(findingsOf(example)[4]).toMatch(/^In the recurrent vectors .* \(own \d+ %, chance 50 %\)/);
    expect(await readdir(exampleOut)).toEqual(
      expect.arrayContaining([
        ...['words-own.png', 'words-recurrent.png', 'length-histogram.svg'],
        ...['lengths.csv', 'terms.csv'],
      ]),
    );
  });

  test('says so where no vectors can be trained', async () => {
    const data = await makeFile('few.csv', 'text,label\ngood,4\nbad,0\nnice,3\nok,2\npoor,1\n');
    const run = await explore('--data', data, '--vectors', 'own', '--out', join(folder, 'few'));
    expect(run).toMatchObject({ code: 0, stderr: expect.stringContaining('no vectors are trained: ') });
    expect(findingsOf(run)[4]).toMatch(/^Too few of the words /);
  });

  test('maps each source of vectors', async () => {
    const out = join(folder, 'two');
    const { stdout } = await explore('--data', small, '--vectors', vectors, 'recurrent', '--out', out);
    expect(stdout).toMatch(/^5\. In the made\.txt vectors .* \(recurrent \d+ %, chance 50 %\)/m);
    expect(await readdir(out)).toEqual(expect.arrayContaining(['words-made.txt.svg', 'words-recurrent.svg']));
  });

  test('draws texts at random where there is a limit', async () => {
    const out = join(folder, 'limited');
    const { stderr, code } = await explore('--data', EXAMPLE, '--limit', '40', '--out', out);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^find words and names: 40 of 40 texts in /m);
    const html = await readFile(join(out, 'report.html'), 'utf8');
    expect(html).toMatch(/<p class="subtitle">40 texts of \d+ sentences, /);
    expect(html).toMatch(/, 40 of 569 texts, seed 1\.<\/p><\/footer>/);
    expect(html).not.toMatch(/\bnot quite\b/); // one of the first
  });

  test('writes over the report before, and reads columns and labels of its own', async () => {
    const lines = ['good', 'bad'].map((body, i) => JSON.stringify({ body, stars: `s${i}` }));
    const data = await makeFile('own.ndjson', lines.join('\n'));
    const out = join(folder, 'own');
    const columns = ['--text-column', 'body', '--label-column', 'stars', '--labels', 's0=4,s1=0'];
    for (let i = 0; i < 2; i++) {
      expect(await explore('--data', data, ...columns, '--out', out)).toMatchObject({ code: 0 });
    }
    expect((await readdir(out)).filter((name) => name.includes('.part'))).toEqual([]);
    expect(await readFile(join(out, 'classes.svg'), 'utf8')).toContain(
      'Each class has about 50 % of the texts',
    );
  });

  test.each<[string, () => string[], () => string]>([
    ['no data', () => [], () => "error: required option '--data <file>' not specified"],
    [
      'labels in a file of an unknown extension',
      () => ['--data', 'README.md', '--scale', 'bad,good'],
      () => 'error: README.md: the format is unknown; expected a name ending in .tsv',
    ],
    ['an unknown option', () => ['--data', small, '--sead', '1'], () => "error: unknown option '--sead'"],
    [
      'a seed that is no number',
      () => ['--data', small, '--seed', 'x'],
      () => "error: option '--seed <n>' argument 'x' is invalid. expected a whole number, 0 to 999999999.",
    ],
    [
      'a folder that is a file',
      () => ['--data', small, '--vectors', vectors, '--out', vectors],
      () => `error: ${vectors}: cannot be created: EEXIST: file already exists`,
    ],
    [
      'unknown vectors',
      () => ['--data', small, '--vectors', 'gloves'],
      () => `error: unknown vectors "gloves"; expected own (trained on the texts), ${VECTORS_OPTION_HELP}`,
    ],
    ['vectors that are none', () => ['--data', small, '--vectors', small], () => `error: ${small}, line 1: `],
  ])('refuses %s in one line', async (_, args, message) => {
    const out = join(folder, 'refused');
    const { stdout, stderr, code } = await explore('--out', out, ...args());
    expect([stdout, code]).toEqual(['', 1]);
    expect(stderr).toContain(message());
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(await readdir(folder)).not.toContain('refused');
  });

  test('refuses data that is all blank', async () => {
    const data = await makeFile('blank.csv', 'text,label\n ,1\n"",2\n');
    const { stdout, stderr, code } = await explore(
      '--data',
      data,
      '--vectors',
      vectors,
      '--out',
      join(folder, 'x'),
    );
    expect([stdout, code]).toEqual(['', 1]);
    expect(stderr).toContain(`error: ${data}: all texts are blank; expected labelled texts`);
  });

  test('asks what labels stand for that are in doubt', async () => {
    const data = await makeFile('bad.csv', `${smallCsv()}fine,5\n`);
    const { stderr, code } = await explore('--data', data, '--vectors', vectors, '--out', join(folder, 'x'));
    expect(code).toBe(1);
    expect(stderr).toContain(`error: ${data}: the column "label" has the labels 0 (18 texts), `);
    expect(stderr).toContain('and 5 (1 text); what do they stand for?');
  });
});
