import { basename, isAbsolute, relative, resolve } from 'node:path';
import { MODEL_KINDS } from '../../classifier/src/index.ts';
import { UsageError } from '../program/run-program.ts';
import type { Engine } from './engine.ts';

/** The value of `--builder` that bundles with this machine's Node.js, without a builder image. */
export const HOST = 'host';

/** The options of an image build. */
export interface ImageOptions {
  engine: Engine;
  /** The function, which must listen, or the program. */
  name: 'http' | 'events' | 'classify';
  /** A kind of model, or the path of a model file. */
  model: string;
  /** Whether the model is a transformer, which needs ONNX Runtime. */
  isTransformer: boolean;
  /** The image in which to bundle, `HOST`, or undefined for the one in the Containerfile. */
  builder?: string | undefined;
  /** The base image, or undefined for the one in the Containerfile. */
  base?: string | undefined;
  tag: string;
  /** The platforms, such as `linux/amd64,linux/arm64`; undefined for this machine's. */
  platform?: string | undefined;
  /** Whether to reuse layers of earlier builds. */
  cache: boolean;
  /** Labels by name. */
  labels: Record<string, string>;
  /** The timestamp of everything in the image, in seconds since 1970. */
  epochSeconds: number;
  /** The file to which the digest is written when the image is pushed; undefined if it is not pushed. */
  digestFile?: string | undefined;
}

/** Whether a list of platforms has more than one. */
export function isMultiPlatform(platform: string | undefined): boolean {
  return platform?.includes(',') ?? false;
}

/** The architectures of a list of platforms, as named in container images. */
export function architecturesOf(
  platform = `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`,
): string[] {
  return platform.split(',').map((each) => each.split('/')[1] ?? '');
}

/**
 * The arguments of the engine that builds an image.
 * @param containerfile the path of the Containerfile
 * @param context the build context: the repository, or for `HOST` a folder with the bundle
 * @throws UsageError for a model file outside the context, and for several platforms that docker cannot store
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
    // A single layer for our files. A container that buildah leaves behind would fail the next build of the same stage.
    args.push('--timestamp', String(epochSeconds), '--layers=false', '--force-rm');
    args.push('--pull=missing'); // a local base exists only on this machine
    args.push(isMultiPlatform(platform) ? '--manifest' : '--tag', tag);
  }
  if (platform !== undefined) args.push('--platform', platform);
  if (!cache) args.push('--no-cache');
  args.push('--build-arg', `FUNCTION=${name}`);
  // A batch program does not benefit from a code cache, which is made by answering requests.
  args.push('--build-arg', `APP=${name === 'classify' ? 'plain' : 'cached'}`);
  // The stage is always named, because older versions of buildah do not resolve a default.
  args.push('--build-arg', `BUNDLE=${builder === HOST ? 'from-host' : 'from-source'}`);
  if (builder !== HOST) {
    args.push('--build-arg', `MODEL=${modelInContext(options.model, context)}`);
    if (options.isTransformer) args.push('--build-arg', 'TRANSFORMER=yes');
  }
  if (builder !== undefined && builder !== HOST) args.push('--build-arg', `BUILDER=${builder}`);
  if (base !== undefined) args.push('--build-arg', `BASE=${base}`);
  for (const [label, value] of Object.entries(labels)) args.push('--label', `${label}=${value}`);
  return [...args, context];
}

/**
 * The model: a kind, or the path of a model file relative to the context.
 * @throws UsageError for a model file outside the context
 */
export function modelInContext(model: string, context: string): string {
  if (MODEL_KINDS.some((kind) => kind === model)) return model;
  const path = relative(context, resolve(model));
  if (path.startsWith('..') || isAbsolute(path)) {
    throw new UsageError(
      `${basename(model)} lies outside of ${context}, where no builder image can see it; copy it there, or use --builder ${HOST}`,
    );
  }
  return path;
}
