import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeModel } from '../../classifier/internals/index.ts';
import { build } from '../bundle/index.ts';
import { DEFAULT_MODEL, readModel } from '../program/model-option.ts';
import { ROOT } from '../program/root.ts';
import { UsageError } from '../program/run-program.ts';
import {
  architecturesOf,
  buildArguments,
  HOST,
  type ImageOptions,
  modelInContext,
} from './build-arguments.ts';
import { describeSource } from './describe-source.ts';
import { findEngine, runEngine } from './engine.ts';
import { layBundle } from './lay-bundle.ts';
import { layTini } from './lay-tini.ts';
import { buildLocalBase } from './local-base.ts';
import { pushImage } from './push.ts';

const CONTAINERFILE = join(ROOT, 'knative/Containerfile');

/** The value of `--base` for a base image built on this machine. */
export const LOCAL = 'local';

/** The functions with an image: those that listen. */
export const IMAGE_FUNCTIONS = ['http', 'events'] as const;
/** The programs with an image. */
export const IMAGE_PROGRAMS = ['classify'] as const;

/** The options of an image build; missing ones get defaults. */
export type BuildImageOptions = Partial<
  Omit<ImageOptions, 'labels' | 'epochSeconds' | 'digestFile' | 'isTransformer'>
> & {
  /** Whether to push the image to the registry in its name. */
  push?: boolean;
};

/**
 * Builds an image, and pushes it if asked.
 * @returns the name of the image, or `REF@sha256:…` if it was pushed
 * @throws UsageError if there is no engine, or the engine fails
 */
export async function buildImage(options: BuildImageOptions): Promise<string> {
  const { name = 'http', model = DEFAULT_MODEL, engine = findEngine(), platform, cache = true } = options;
  const { tag = `movie-sentiment-${name}`, builder = options.base === LOCAL ? HOST : undefined } = options;
  if (options.base === LOCAL && platform !== undefined) {
    throw new UsageError(`--base ${LOCAL} supports only this machine's platform; expected no --platform`);
  }
  const { labels, epochSeconds } = await describeSource();
  if (builder !== HOST) modelInContext(model, ROOT); // refused before it is read
  const isTransformer = decodeModel(await readModel(model)).header.kind === 'transformer';
  const base = options.base === LOCAL ? await buildLocalBase(engine, epochSeconds) : options.base;
  const scratch = await mkdtemp(join(tmpdir(), 'image-'));
  try {
    const digestFile = options.push ? join(scratch, 'digest') : undefined;
    const all = {
      engine,
      name,
      model,
      isTransformer,
      builder,
      base,
      tag,
      platform,
      cache,
      labels,
      epochSeconds,
      digestFile,
    };
    const context = builder === HOST ? join(scratch, 'context') : ROOT;
    if (builder === HOST) {
      const bundle = join(scratch, 'bundle');
      await build({ model, name, folder: bundle });
      await cp(join(ROOT, 'scripts/bundle'), join(context, 'scripts/bundle'), { recursive: true });
      for (const architecture of architecturesOf(platform)) {
        await layTini(architecture, join(context, 'tini', architecture));
        await layBundle(architecture, bundle, join(context, 'bundle', architecture));
      }
    }
    await runEngine(engine, buildArguments(all, CONTAINERFILE, context));
    return digestFile === undefined ? tag : await pushImage(all, digestFile);
  } finally {
    await rm(scratch, { recursive: true });
  }
}
