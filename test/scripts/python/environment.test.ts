import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installPython } from '../../../scripts/python/environment.ts';
import { fakePython, makeVenv, VERSION } from '../../helpers/fake-python.ts';

/** Installs the packages of a file that pins one. */
async function install(python: string, cache: string, content = 'flask==3.1.3\n') {
  const requirements = join(cache, 'requirements.txt');
  await writeFile(requirements, content);
  return installPython(python, requirements, cache);
}

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
  await expect(install(python, cache)).rejects.toThrow(
    expect.objectContaining({ name: 'NoPythonError', message: expect.stringMatching(message) }),
  );
});

test('packages are installed once, and anew where others are pinned', async () => {
  const { python, cache, readLog } = await fakePython(VERSION, makeVenv('true'));
  const environment = await install(python, cache);
  expect(environment.version).toBe('Python 3.12.3');
  expect(await install(python, cache)).toEqual(environment);
  expect(await install(python, cache, 'flask==3.1.4\n')).not.toEqual(environment);
  const calls = (await readLog()).map((call) => call.split(' ').slice(0, 3).join(' '));
  const [version, venv] = ['python3 --version', 'python3 -m venv'];
  expect(calls).toEqual([version, venv, version, version, venv]);
});
