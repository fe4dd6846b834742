import { readFile } from 'node:fs/promises';
import { type ImageOptions, isMultiPlatform } from './build-arguments.ts';
import { type Engine, runEngine } from './engine.ts';

/**
 * Pushes an image that podman or buildah has built, with all its platforms; docker pushes as it builds.
 * @param digestFile where docker has written, and the others write, the digest
 * @returns its name in the registry, `REF@sha256:…`
 */
export async function pushImage(
  options: Pick<ImageOptions, 'engine' | 'tag' | 'platform'>,
  digestFile: string,
): Promise<string> {
  const { engine, tag } = options;
  if (engine !== 'docker') await runEngine(engine, pushArguments(options, digestFile));
  const digest = readDigest(engine, await readFile(digestFile, 'utf8'));
  return `${tag.replace(/:[^:/]*$/, '')}@${digest}`;
}

/** The arguments that podman or buildah is called with. */
export function pushArguments(
  { tag, platform }: Pick<ImageOptions, 'tag' | 'platform'>,
  digestFile: string,
): string[] {
  const verb = isMultiPlatform(platform) ? ['manifest', 'push', '--all'] : ['push'];
  return [...verb, '--digestfile', digestFile, tag, `docker://${tag}`];
}

/** The digest in what an engine wrote: docker JSON with more, the others nothing else. */
function readDigest(engine: Engine, written: string): string {
  return engine === 'docker' ? JSON.parse(written)['containerimage.digest'] : written.trim();
}
