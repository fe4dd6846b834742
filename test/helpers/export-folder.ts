import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FIXTURE = fileURLToPath(new URL('../fixtures/tiny-transformer/', import.meta.url));

/** Copies the tiny transformer, in the format of Hugging Face's exports, into a folder of its own. */
export async function copyExport(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'export-'));
  await cp(FIXTURE, folder, { recursive: true });
  return folder;
}

/** Sets fields of a JSON file; undefined removes one. */
export async function writeJson(path: string, fields: object): Promise<void> {
  const json = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...json, ...fields }));
}
