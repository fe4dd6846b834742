import { execFileSync } from 'node:child_process';
import type { ImageOptions } from '../../scripts/image/build-arguments.ts';
import { buildImage } from '../../scripts/image/build-image.ts';
import { type Engine, findEngine } from '../../scripts/image/engine.ts';
import { buildLocalBase } from '../../scripts/image/local-base.ts';
import { type Container, removeContainer, startContainer } from '../../scripts/servers/container.ts';

/** What it takes to build and run images, or undefined where all of it is here. */
export const missing = ((): string | undefined => {
  if (process.platform !== 'linux' || process.getuid!() !== 0) return 'root on Linux';
  try {
    findEngine(['podman']);
    findEngine(['buildah']);
    execFileSync('apt-get', ['--version'], { stdio: 'ignore' });
  } catch {
    return 'podman, buildah, runc and the apt-get of Debian or Ubuntu';
  }
  return undefined;
})();
if (missing !== undefined) console.warn(`SKIPPED: the images, built and run; it takes ${missing}`);

/** The time that the images bear, in seconds since 1970. */
export const EPOCH_SECONDS = 1_700_000_000;

let base: Promise<string> | undefined;

/** Builds the image of a function or a program, on a base that is built once in each file of tests. */
export async function buildOnLocalBase(
  name: ImageOptions['name'],
  tag: string,
  engine: Engine = 'podman',
  model = 'recurrent',
): Promise<string> {
  process.env.SOURCE_DATE_EPOCH = String(EPOCH_SECONDS);
  base ??= buildLocalBase('podman', EPOCH_SECONDS);
  return buildImage({ engine, name, model, base: await base, builder: 'host', cache: false, tag });
}

const containers = new Set<string>();

/** Starts a container that `removeContainers` removes. */
export async function start(...args: Parameters<typeof startContainer>): Promise<Container> {
  const container = await startContainer(...args);
  containers.add(container.id);
  return container;
}

/** Ends and removes all that `start` has started. */
export async function removeContainers(): Promise<void> {
  for (const id of containers) await removeContainer(id);
  containers.clear();
}
