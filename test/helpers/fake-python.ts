import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { type Recorded, standIns } from './fake-commands.ts';

/** What `python3 --version` prints. */
export const VERSION: Recorded = { command: 'python3 --version', stdout: 'Python 3.12.3\n' };

/** Makes a virtual environment whose Python does as told. It is called with `-m venv FOLDER`. */
export const makeVenv = (does: string): Recorded => ({
  command: 'python3 -m venv *',
  shell: `mkdir -p "$3/bin"; printf '%s\\n' '#!/bin/bash' '${does}' > "$3/bin/python"; chmod +x "$3/bin/python"`,
});

/** A Python that answers as recorded, and a folder of its own to keep things in. */
export async function fakePython(...recorded: Recorded[]) {
  const { path, readLog } = await standIns({ python3: recorded });
  return { python: join(path, 'python3'), cache: await mkdtemp(join(inject('scratch'), 'cache-')), readLog };
}
