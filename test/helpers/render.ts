import { execFileSync } from 'node:child_process';
import { parseResources, type Resource } from './manifests.ts';

/** What renders, as the command with its first arguments: `KUSTOMIZE`, else the first that is installed. */
const COMMANDS = [
  ...(process.env.KUSTOMIZE ? [[process.env.KUSTOMIZE, 'build']] : []),
  ['kustomize', 'build'],
  ['kubectl', 'kustomize'],
];

/** The command by which folders are rendered here, or undefined where there is none. */
export const renderer = COMMANDS.find(([command]) => {
  try {
    execFileSync(command!, [command === 'kubectl' ? '--help' : 'version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

/**
 * The resources of a folder with a kustomization.
 * @throws Error with what the command says
 */
export function render(folder: string): Resource[] {
  const [command, ...args] = renderer!;
  return parseResources(execFileSync(command!, [...args, folder], { encoding: 'utf8', maxBuffer: 1 << 24 }));
}
