import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../scripts/program/root.ts';

/** The name that the classifier is published by. */
export const PACKAGE = 'movie-sentiment-classifier';

/** Packs the classifier, and installs it in an empty project outside the repository. */
export async function openConsumer() {
  const folder = await mkdtemp(join(tmpdir(), 'consumer-'));
  /** Runs a program in the project, with the Node.js of the tests, and gives what it printed. */
  async function run(program: string, ...args: string[]): Promise<string> {
    const PATH = [join(process.execPath, '..'), process.env.PATH].join(':');
    const env = { ...process.env, PATH, NODE_PATH: '', NODE_OPTIONS: '' };
    return (await promisify(execFile)(program, args, { cwd: folder, env })).stdout;
  }
  const install = (...packages: string[]) =>
    run('npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', ...packages);
  async function write(path: string, content: string): Promise<void> {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }

  await write('package.json', '{ "name": "consumer", "private": true }\n');
  const destination = ['--pack-destination', folder, '--json', '--foreground-scripts=false'];
  const [{ filename, files }] = JSON.parse(
    await run('npm', 'pack', '--prefix', ROOT, '--workspace', PACKAGE, ...destination),
  );
  await install(join(folder, filename));
  return {
    folder,
    /** What the tarball holds, relative to the package. */
    packed: files.map(({ path }: { path: string }) => path) as string[],
    run,
    write,
    /**
     * Installs packages that only this project needs.
     * @returns whether they are there
     */
    async installIfPossible(...packages: string[]): Promise<boolean> {
      try {
        await install(...packages);
        return true;
      } catch (error) {
        console.warn(`SKIPPED: ${packages.join(', ')} cannot be installed: ${(error as Error).message}`);
        return false;
      }
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
