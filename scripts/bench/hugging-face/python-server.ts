import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DecodedModel, decodeModel } from '../../../classifier/internals/index.ts';
import { ROOT } from '../../program/root.ts';
import { installPython, type PythonEnvironment } from '../../python/environment.ts';
import type { Contender } from '../against-python/servers.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache/hugging-face');

/** The name of the Python server in reports. */
export const PIPELINE = 'pipeline';

/**
 * Installs the packages of Hugging Face's pipeline, unless an earlier run did.
 * @throws NoPythonError if that is not possible
 */
export function installPipeline(python: string): Promise<PythonEnvironment> {
  return installPython(python, join(FOLDER, 'requirements.txt'), CACHE);
}

/**
 * Lists the server of Hugging Face's pipeline, and its environment variables.
 * @param bytes the bytes of a transformer's model file, which is unpacked for it
 * @param folder where to
 */
export async function layPipeline(
  { python }: PythonEnvironment,
  bytes: Uint8Array,
  folder: string,
): Promise<{ contender: Contender; env: Record<string, string> }> {
  const { header, arrays } = decodeModel(bytes) as DecodedModel;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'model.onnx'), arrays.onnx as Uint8Array);
  await writeFile(join(folder, 'tokenizer.json'), arrays.tokenizer as Uint8Array);
  const config = { model_type: 'bert', id2label: { ...header.labels } };
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  const commandFor = (port: number): string[] => [
    ...[python, '-m', 'uvicorn', '--host', '127.0.0.1', '--port', String(port), '--no-access-log'],
    ...['--log-level', 'warning', '--app-dir', FOLDER, 'pipeline_server:app'],
  ];
  const env = { FOLDER: folder, MAX_PIECES: String(header.settings.maxPieces), HF_HUB_OFFLINE: '1' };
  return { contender: { name: PIPELINE, commandFor }, env };
}
