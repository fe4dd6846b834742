import { basename, isAbsolute, relative, resolve } from 'node:path';
import { MODEL_KINDS } from '../../classifier/src/index.ts';
import { UsageError } from '../program/run-program.ts';
import type { Engine } from './engine.ts';

/** What `--builder` takes to have the bundle made by this machine's own Node.js, and no builder image pulled. */
export const HOST = 'host';

/** What an image is built from. */
export interface ImageOptions {
  engine: Engine;
  /** The function, one that listens, or the program. */
  name: 'http' | 'events' | 'classify';
  /** A kind of model, or the path of a model file. */
  model: string;
  /** The image in which the bundle is made, `HOST`, or undefined for the Containerfile's own. */
  builder?: string | undefined;
  /** The image in which it runs, or undefined for the Containerfile's own. */
  base?: string | undefined;
  tag: string;
  /** Such as `linux/amd64,linux/arm64`; undefined for this machine's. */
  platform?: string | undefined;
  /** Whether layers of earlier builds are taken. */
  cache: boolean;
  /** Labels by name. */
  labels: Record<string, string>;
  /** The time that everything in the image bears, in seconds since 1970. */
  epochSeconds: number;
  /** Where the digest is written when the image is pushed; undefined where it stays on this machine. */
  digestFile?: string | undefined;
}

/** Whether a list of platforms has more than one. */
export function isMultiPlatform(platform: string | undefined): boolean {
  return platform?.includes(',') ?? false;
}

/** The architectures of a list of platforms, by the names that container images have for them. */
export function architecturesOf(
  platform = `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`,
): string[] {
  return platform.split(',').map((each) => each.split('/')[1] ?? '');
}

/**
 * The arguments that an engine is called with.
 * @param containerfile its path
 * @param context the folder that is built from: the repository, or for `HOST` one with the bundle in it
 * @throws UsageError for a model file outside of it, and for several platforms that docker could not keep
 */
export function buildArguments(options: ImageOptions, containerfile: string, context: string): string[] {
  const { engine, name, base, builder, tag, platform, cache, labels, epochSeconds, digestFile } = options;
  const args = engine === 'docker' ? ['buildx', 'build'] : ['build'];
  args.push('--file', containerfile);
  if (engine === 'docker') {
    if (digestFile === undefined && isMultiPlatform(platform)) {
      throw new UsageError('docker keeps no image of several platforms on this machine; expected --push too');
    }
    const type = digestFile === undefined ? 'type=docker' : 'type=image,push=true';
    args.push('--build-arg', `SOURCE_DATE_EPOCH=${epochSeconds}`, '--provenance', 'false');
    args.push('--output', `${type},name=${tag},rewrite-timestamp=true`);
    if (digestFile !== undefined) args.push('--metadata-file', digestFile);
  } else {
    // One layer for all that is ours. A container that buildah leaves behind would fail the next build of the same stage.
    args.push('--timestamp', String(epochSeconds), '--layers=false', '--force-rm');
    args.push('--pull=missing'); // a base of this machine is nowhere else
    args.push(isMultiPlatform(platform) ? '--manifest' : '--tag', tag);
  }
  if (platform !== undefined) args.push('--platform', platform);
  if (!cache) args.push('--no-cache');
  args.push('--build-arg', `FUNCTION=${name}`);
  // A program that does its work and ends gains nothing by a code cache, which is made by requests.
  args.push('--build-arg', `APP=${name === 'classify' ? 'plain' : 'cached'}`);
  // The stage is always named, since older versions of buildah do not see what stage a default names.
  args.push('--build-arg', `BUNDLE=${builder === HOST ? 'from-host' : 'from-source'}`);
  if (builder !== HOST) args.push('--build-arg', `MODEL=${modelInContext(options.model, context)}`);
  if (builder !== undefined && builder !== HOST) args.push('--build-arg', `BUILDER=${builder}`);
  if (base !== undefined) args.push('--build-arg', `BASE=${base}`);
  for (const [label, value] of Object.entries(labels)) args.push('--label', `${label}=${value}`);
  return [...args, context];
}

/** A kind of model, or the path of a model file within the folder that is built from. */
function modelInContext(model: string, context: string): string {
  if (MODEL_KINDS.some((kind) => kind === model)) return model;
  const path = relative(context, resolve(model));
  if (path.startsWith('..') || isAbsolute(path)) {
    throw new UsageError(
      `${basename(model)} lies outside of ${context}, where no builder image can see it; copy it there, or use --builder ${HOST}`,
    );
  }
  return path;
}
