import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text as readText } from 'node:stream/consumers';
import { UsageError } from '../program/run-program.ts';

/** The oldest supported kubectl: the first with kustomize 5, which the overlays need. */
const OLDEST = { major: 1, minor: 27 };

/** Runs kubectl. @returns its output @throws UsageError with its error message */
export type Kubectl = (args: readonly string[], stdin?: string) => Promise<string>;

/**
 * Finds kubectl on the PATH.
 * @param context the context to use; the current one by default
 * @throws UsageError if kubectl is missing or too old
 */
export async function findKubectl(context?: string): Promise<Kubectl> {
  const { clientVersion } = JSON.parse(await run(['version', '--client', '--output', 'json']));
  const [major, minor] = [clientVersion.major, clientVersion.minor].map((part) => Number.parseInt(part, 10));
  if (major! < OLDEST.major || (major === OLDEST.major && minor! < OLDEST.minor)) {
    throw new UsageError(
      `kubectl is ${clientVersion.gitVersion}; expected ${OLDEST.major}.${OLDEST.minor} or newer`,
    );
  }
  return (args, stdin) => run(withContext(args, context), stdin);
}

/** Adds a context to the arguments of kubectl. */
export function withContext(args: readonly string[], context: string | undefined): string[] {
  return context === undefined ? [...args] : ['--context', context, ...args];
}

async function run(args: readonly string[], stdin = ''): Promise<string> {
  const child = spawn('kubectl', args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const failed = once(child, 'error').then(([error]) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new UsageError(
      'kubectl is not on the PATH; see https://kubernetes.io/docs/tasks/tools/ for its installation',
    );
  });
  child.stdin.on('error', () => {}); // reported by its exit code
  child.stdin.end(stdin);
  const ended = Promise.all([readText(child.stdout), readText(child.stderr), once(child, 'close')]);
  const [stdout, stderr, [code]] = await Promise.race([ended, failed]);
  if (code === 0) return stdout;
  throw new UsageError(`kubectl ${args.join(' ')} ended with ${code}: ${stderr.trim()}`);
}
