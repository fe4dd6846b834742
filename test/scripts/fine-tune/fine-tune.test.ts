import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, inject, test, vi } from 'vitest';
import { type FineTuneOptions, fineTune } from '../../../scripts/fine-tune/fine-tune.ts';
import { fakePython, makeVenv, VERSION } from '../../helpers/fake-python.ts';
import { runInProcess } from '../../helpers/run-in-process.ts';
import { REVIEWS, toKaggleTsv } from '../../helpers/run-script.ts';

vi.spyOn(console, 'error').mockImplementation(() => {});
vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
afterAll(() => vi.restoreAllMocks());

const folder = await mkdtemp(join(inject('scratch'), 'fine-tune-'));

async function makeFile(name: string, content: string): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

const data = await makeFile('phrases.tsv', toKaggleTsv(REVIEWS));
const texts = await makeFile(
  'whole.ndjson',
  Array.from({ length: 30 }, (_, i) =>
    JSON.stringify({ text: `Film ${i} has ${i * i} scenes of ${i * 7}.`, stars: i % 2 === 0 ? 1 : 10 }),
  ).join('\n'),
);

/** Fine-tunes with a stand-in for Python, which does as told. */
async function run(does: string, more: Partial<FineTuneOptions> = {}) {
  const { python, cache } = await fakePython(VERSION, makeVenv(`[[ $1 == -m ]] && exit; ${does}`));
  const out = join(cache, 'out');
  await fineTune({ data, base: 'tiny', out, seed: 7, epochs: 2, maxTexts: 20, python, ...more }, cache);
  return out;
}

const readLines = async (path: string) =>
  (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

test('examples are written, and the program in Python is run on them', async () => {
  const out = await run('shift; cp -r "$1" "$5/examples"; echo "$@" > "$5/args"', {
    texts: [texts],
    textLabels: 'stars',
    validation: [data],
    baseName: 'Tiny',
    baseLicense: 'MIT',
    resume: true,
    maxSteps: 3,
    cite: await makeFile('cite.txt', 'A. Reader: "Reviews"\n'),
  });
  const args = (await readFile(join(out, 'args'), 'utf8')).trim();
  expect(args.replace(/^\S+/, 'EXAMPLES')).toBe(
    `EXAMPLES --base tiny --out ${out} --seed 7 --epochs 2 --max-steps 3 --base-name Tiny --base-license MIT --resume`,
  );
  const about = JSON.parse(await readFile(join(out, 'examples/about.json'), 'utf8'));
  const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/);
  expect(about).toEqual({
    labels: ['negative', 'somewhat negative', 'neutral', 'somewhat positive', 'positive'],
    isScale: true,
    provenance: {
      ...{ data: 'phrases.tsv', sha256, rows: 120, seed: 7 },
      textData: [{ data: 'whole.ndjson', sha256, rows: 18 }],
      citations: ['A. Reader: "Reviews"'],
    },
    measured: { 'phrases.tsv': 'measured-1.ndjson', 'whole.ndjson, held out': 'measured-2.ndjson' },
  });
  const training = await readLines(join(out, 'examples/train.ndjson'));
  expect(training).toHaveLength(138);
  expect(training.at(-1)).toEqual({
    text: expect.stringMatching(/^Film \d+ has .* \.$/),
    labels: [expect.any(Number)],
  });
  expect(await readLines(join(out, 'examples/measured-2.ndjson'))).toHaveLength(2);
});

test('without texts for validation, a tenth of the sentences is held out', async () => {
  const out = await run('shift; cp -r "$1" "$5/examples"');
  const about = JSON.parse(await readFile(join(out, 'examples/about.json'), 'utf8'));
  expect(about.provenance.rows).toBe(108);
  expect(about.measured).toEqual({ 'phrases.tsv, held out': 'measured-1.ndjson' });
});

test('classes may be any, without an order', async () => {
  const topics = await makeFile(
    'topics.csv',
    `text,label\nOne.,sport\nTwo.,film\nThree.,sport\nFour.,film\n`,
  );
  const out = await run('shift; cp -r "$1" "$5/examples"', { data: topics, validation: [topics] });
  const about = JSON.parse(await readFile(join(out, 'examples/about.json'), 'utf8'));
  expect(about).toMatchObject({ labels: ['film', 'sport'], isScale: false });
});

test('a missing Python is told in one line, which names the examples', async () => {
  await expect(run('true', { python: 'no-such-python' })).rejects.toThrow(
    expect.objectContaining({
      name: 'UsageError',
      message: expect.stringMatching(
        /^fine-tuning needs Python 3\.11 or newer with venv, .*: there is no no-such-python; the examples are in \S+examples-\w+$/,
      ),
    }),
  );
});

test.each([
  ['exit 3', 'exit code 3'],
  ['kill -9 $$', 'SIGKILL'],
])('a program in Python that ends with %s is told', async (does, how) => {
  await expect(run(does)).rejects.toThrow(
    expect.objectContaining({
      name: 'UsageError',
      message: `fine_tune.py ended with ${how}; --resume goes on from its checkpoint`,
    }),
  );
});

test('an output that is a file is refused before anything is read', async () => {
  await expect(run('true', { out: data, data: 'none.tsv' })).rejects.toThrow(
    /phrases\.tsv: cannot be created/,
  );
});

const ARGS = ['--data', data, '--base', 'tiny', '--out', join(folder, 'out')];

test.each([
  [[...ARGS, '--text-labels', 'stars'], '--text-labels goes with --texts'],
  [[...ARGS, '--epochs', '0'], 'expected a whole number, 1 to 999999999.'],
  [ARGS.slice(0, 2), "required option '--base <encoder>' not specified"],
])('the command refuses %s', async (args, message) => {
  const { code, stderr } = await runInProcess('fine-tune.ts', args);
  expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
});
