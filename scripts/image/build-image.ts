import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../bundle/index.ts';
import { DEFAULT_MODEL } from '../program/model-option.ts';
import { ROOT } from '../program/root.ts';
import { UsageError } from '../program/run-program.ts';
import { architecturesOf, buildArguments, HOST, type ImageOptions } from './build-arguments.ts';
import { describeSource } from './describe-source.ts';
import { findEngine, runEngine } from './engine.ts';
import { layTini } from './lay-tini.ts';
import { buildLocalBase } from './local-base.ts';
import { pushImage } from './push.ts';

const CONTAINERFILE = join(ROOT, 'knative/Containerfile');

/** What `--base` takes for a base that is made here. */
export const LOCAL = 'local';

/** The functions that have an image: those that listen. */
export const IMAGE_FUNCTIONS = ['http', 'events'] as const;
/** The programs that have one. */
export const IMAGE_PROGRAMS = ['classify'] as const;

/** What to build; the rest is found out. */
export type BuildImageOptions = Partial<Omit<ImageOptions, 'labels' | 'epochSeconds' | 'digestFile'>> & {
  /** Whether to push it to the registry that its name begins with. */
  push?: boolean;
};

/**
 * Builds an image, and pushes it where that is asked for.
 * @returns its name, `REF@sha256:…` where it is pushed
 * @throws UsageError where there is no engine, or the engine fails
 */
export async function buildImage(options: BuildImageOptions): Promise<string> {
  const { name = 'http', model = DEFAULT_MODEL, engine = findEngine(), platform, cache = true } = options;
  const { tag = `movie-sentiment-${name}`, builder = options.base === LOCAL ? HOST : undefined } = options;
  if (options.base === LOCAL && platform !== undefined) {
    throw new UsageError(`--base ${LOCAL} is for this machine's platform alone; expected no --platform`);
  }
  const { labels, epochSeconds } = await describeSource();
  const base = options.base === LOCAL ? await buildLocalBase(engine, epochSeconds) : options.base;
  const scratch = await mkdtemp(join(tmpdir(), 'image-'));
  try {
    const digestFile = options.push ? join(scratch, 'digest') : undefined;
    const all = {
      engine,
      name,
      model,
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
      await build({ model, name, folder: join(context, 'dist', name) });
      await cp(join(ROOT, 'scripts/bundle'), join(context, 'scripts/bundle'), { recursive: true });
      for (const architecture of architecturesOf(platform)) {
        await layTini(architecture, join(context, 'tini', architecture));
      }
    }
    await runEngine(engine, buildArguments(all, CONTAINERFILE, context));
    return digestFile === undefined ? tag : await pushImage(all, digestFile);
  } finally {
    await rm(scratch, { recursive: true });
  }
}
