import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import {
  installPythonSystem,
  readPackages,
  trainPython,
} from '../../../../scripts/bench/against-python/python-system.ts';
import { benchAgainstPython } from '../../../../scripts/bench/against-python.ts';
import { fakePython, makeVenv, VERSION } from '../../../helpers/fake-python.ts';

test('the bench is skipped without Python, and says so', async () => {
  const options = { data: 'none.tsv', seconds: 1, rounds: 1, python: 'no-such-python' };
  expect(await benchAgainstPython(options)).toEqual({
    columns: {},
    rows: [],
    notes: ['SKIPPED: the comparison with the Python system, since there is no no-such-python'],
    isWithinLimits: true,
  });
});

test('models are trained once', async () => {
  // Of `python PROGRAM DATA OUT` it writes OUT; of `python -m pip install …` nothing.
  const does = '[[ $1 == -m ]] || echo "$1 $2" > "$3"';
  const { python, cache } = await fakePython(VERSION, makeVenv(does));
  const system = await installPythonSystem(python, cache);
  const models = await trainPython(system, 'train.tsv', 'abc');
  expect(await readFile(models.pipeline, 'utf8')).toMatch(/python-system.train\.py train\.tsv\n$/);
  expect(await readFile(models.fasttext, 'utf8')).toMatch(/python-system.train_fasttext\.py train\.tsv\n$/);

  expect(await installPythonSystem(python, cache)).toEqual(system);
  expect(await trainPython(system, 'elsewhere.tsv', 'abc')).toEqual(models);
  expect(await readFile(models.pipeline, 'utf8')).toContain(' train.tsv');
});

test('other data gives other models', async () => {
  const { python, cache } = await fakePython(VERSION, makeVenv('[[ $1 == -m ]] || echo "$2" > "$3"'));
  const system = await installPythonSystem(python, cache);
  const one = await trainPython(system, 'one.tsv', 'abc');
  const other = await trainPython(system, 'other.tsv', 'def');
  expect(other.pipeline).not.toBe(one.pipeline);
  expect(await readFile(other.pipeline, 'utf8')).toBe('other.tsv\n');
});

test('data that the Python system cannot be trained on is told', async () => {
  const { python, cache } = await fakePython(
    VERSION,
    makeVenv('[[ $1 == -m ]] || { echo "KeyError: Phrase" >&2; exit 1; }'),
  );
  const system = await installPythonSystem(python, cache);
  await expect(trainPython(system, 'reviews.csv', 'abc')).rejects.toThrow(
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
