import { readdir, readFile } from 'node:fs/promises';
import { main as compile } from 'assemblyscript/asc';

const SOURCES = new URL('../../classifier/assembly/', import.meta.url);

/** The paths of the compiled kernels, by the folder of their sources in classifier/assembly/. */
export const KERNELS = {
  serving: 'classifier/src/recurrent/kernel/wasm-bytes.ts',
  training: 'classifier/training/recurrent/kernel/wasm-bytes.ts',
} as const;

/**
 * Compiles a kernel into a TypeScript module. The same sources give the same bytes.
 * @throws Error if the compilation fails
 */
export async function compileKernel(kernel: keyof typeof KERNELS): Promise<string> {
  const folder = new URL(`${kernel}/`, SOURCES);
  const sources = new Map<string, string>();
  for (const name of await readdir(folder)) sources.set(name, await readFile(new URL(name, folder), 'utf8'));
  let binary: Uint8Array | undefined;
  const { error, stderr } = await compile(
    [
      ...['kernel.ts', '--outFile', 'kernel.wasm', '--runtime', 'stub', '--importMemory'],
      ...['--noAssert', '-O3', '--enable', 'simd'],
    ],
    {
      readFile: (name) => sources.get(name) ?? null,
      writeFile: (_, contents) => {
        binary = contents as Uint8Array;
      },
      listFiles: () => [],
    },
  );
  if (error || !binary) throw new Error(`the kernel does not compile: ${stderr}`, { cause: error });
  const base64 = Buffer.from(binary).toString('base64');
  return `/** The compiled kernel in Base64, made by \`npm run build:kernel\` from assembly/${kernel}/. */\nexport const KERNEL_WASM =\n  '${base64}';\n`;
}
