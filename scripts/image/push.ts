import { readFile } from 'node:fs/promises';
import { type ImageOptions, isMultiPlatform } from './build-arguments.ts';
import { type Engine, runEngine } from './engine.ts';

/**
 * Pushes an image that podman or buildah has built, with all its platforms; docker pushes as it builds.
 * @param digestFile the file with the digest, which docker has already written and the other engines write here
 * @returns the name of the image in the registry, `REF@sha256:…`
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

/** The arguments with which podman or buildah pushes an image. */
export function pushArguments(
  { tag, platform }: Pick<ImageOptions, 'tag' | 'platform'>,
  digestFile: string,
): string[] {
  const verb = isMultiPlatform(platform) ? ['manifest', 'push', '--all'] : ['push'];
  return [...verb, '--digestfile', digestFile, tag, `docker://${tag}`];
}

/** Reads the digest from an engine's file: docker writes JSON with other fields, the others only the digest. */
function readDigest(engine: Engine, written: string): string {
  return engine === 'docker' ? JSON.parse(written)['containerimage.digest'] : written.trim();
}
