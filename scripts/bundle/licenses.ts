import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../program/root.ts';

/** The licence that the packages of ONNX Runtime lack. */
const ONNX_RUNTIME = 'functions/encoder/onnxruntime-LICENSE.txt';
const LACKING: Readonly<Record<string, string>> = {
  'onnxruntime-common': ONNX_RUNTIME,
  'onnxruntime-node': ONNX_RUNTIME,
};

/** Reads the licences of packages, which must be included in every copy. */
export async function readLicenses(packages: string[]): Promise<string> {
  const texts = packages.map(async (folder) => {
    const { name, version, license } = JSON.parse(await readFile(join(ROOT, folder, 'package.json'), 'utf8'));
    const own = (await readdir(join(ROOT, folder))).find((entry) => /^licen[cs]e/i.test(entry));
    const file = own === undefined ? LACKING[name] : join(folder, own);
    const text = file === undefined ? '' : await readFile(join(ROOT, file), 'utf8');
    return `${name} ${version} (${license})\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`);
}
