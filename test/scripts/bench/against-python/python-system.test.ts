import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import {
  installPython,
  readPackages,
  trainPython,
} from '../../../../scripts/bench/against-python/python-system.ts';
import { benchAgainstPython } from '../../../../scripts/bench/against-python.ts';
import { type Recorded, standIns } from '../../../helpers/fake-commands.ts';

const VERSION: Recorded = { command: 'python3 --version', stdout: 'Python 3.12.3\n' };

/** Makes a virtual environment whose Python does as told. It is called with `-m venv FOLDER`. */
const makeVenv = (does: string): Recorded => ({
  command: 'python3 -m venv *',
  shell: `mkdir -p "$3/bin"; printf '%s\\n' '#!/bin/bash' '${does}' > "$3/bin/python"; chmod +x "$3/bin/python"`,
});

/** A Python that answers as recorded, and a folder of its own to keep things in. */
async function fakePython(...recorded: Recorded[]) {
  const { path, readLog } = await standIns({ python3: recorded });
  return { python: join(path, 'python3'), cache: await mkdtemp(join(inject('scratch'), 'cache-')), readLog };
}

test('the bench is skipped without Python, and says so', async () => {
  const options = { data: 'none.tsv', seconds: 1, rounds: 1, python: 'no-such-python' };
  expect(await benchAgainstPython(options)).toEqual({
    columns: {},
    rows: [],
    notes: ['SKIPPED: the comparison with the Python system, since there is no no-such-python'],
    isWithinLimits: true,
  });
});

test.each([
  [
    'too old a Python',
    [{ command: 'python3 --version', stdout: 'Python 3.9.2\n' }],
    /is Python 3\.9\.2; expected Python 3\.11 or newer$/,
  ],
  [
    'a Python that makes no virtual environment',
    [VERSION, { command: 'python3 -m venv *', code: 1 }],
    /makes no virtual environment \(on Debian and Ubuntu, install python3-venv\)$/,
  ],
  [
    'packages that cannot be installed',
    [VERSION, makeVenv('echo one >&2; echo "ERROR: No matching distribution" >&2; exit 1')],
    /^pip cannot install .*requirements\.txt: ERROR: No matching distribution$/,
  ],
])('%s is told', async (_, recorded, message) => {
  const { python, cache } = await fakePython(...recorded);
  await expect(installPython(python, cache)).rejects.toThrow(
    expect.objectContaining({ name: 'NoPythonError', message: expect.stringMatching(message) }),
  );
});

test('packages are installed and models trained once', async () => {
  // Of `python PROGRAM DATA OUT` it writes OUT; of `python -m pip install …` nothing.
  const does = '[[ $1 == -m ]] || echo "$1 $2" > "$3"';
  const { python, cache, readLog } = await fakePython(VERSION, makeVenv(does));
  const environment = await installPython(python, cache);
  expect(environment.version).toBe('Python 3.12.3');
  const models = await trainPython(environment, 'train.tsv', 'abc');
  expect(await readFile(models.pipeline, 'utf8')).toMatch(/python-system.train\.py train\.tsv\n$/);
  expect(await readFile(models.fasttext, 'utf8')).toMatch(/python-system.train_fasttext\.py train\.tsv\n$/);

  expect(await installPython(python, cache)).toEqual(environment);
  expect(await trainPython(environment, 'elsewhere.tsv', 'abc')).toEqual(models);
  expect(await readFile(models.pipeline, 'utf8')).toContain(' train.tsv');
  const calls = (await readLog()).map((call) => call.split(' ').slice(0, 3).join(' '));
  expect(calls).toEqual(['python3 --version', 'python3 -m venv', 'python3 --version']);
});

test('other data gives other models', async () => {
  const { python, cache } = await fakePython(VERSION, makeVenv('[[ $1 == -m ]] || echo "$2" > "$3"'));
  const environment = await installPython(python, cache);
  const one = await trainPython(environment, 'one.tsv', 'abc');
  const other = await trainPython(environment, 'other.tsv', 'def');
  expect(other.pipeline).not.toBe(one.pipeline);
  expect(await readFile(other.pipeline, 'utf8')).toBe('other.tsv\n');
});

test('data that the Python system cannot be trained on is told', async () => {
  const { python, cache } = await fakePython(
    VERSION,
    makeVenv('[[ $1 == -m ]] || { echo "KeyError: Phrase" >&2; exit 1; }'),
  );
  const environment = await installPython(python, cache);
  await expect(trainPython(environment, 'reviews.csv', 'abc')).rejects.toThrow(
    expect.objectContaining({
      name: 'UsageError',
      message: 'train.py cannot train on reviews.csv: KeyError: Phrase',
    }),
  );
});

test('every package is pinned to a version', async () => {
  const packages = await readPackages();
  expect(packages).toContain('scikit-learn 1.9.1');
  for (const name of packages) expect(name).toMatch(/^[\w-]+ \d+(\.\d+)+$/);
  const requirements = await readFile(
    new URL('../../../../scripts/bench/python-system/requirements.txt', import.meta.url),
    'utf8',
  );
  const lines = requirements.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(packages).toHaveLength(lines.length);
});
