// npm run image -- --function http
// Builds the image of a function, in a minute or so; `--base local` in ten seconds, where no image can be pulled.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Command, Option } from 'commander';
import { build } from './build.ts';
import { buildArguments, HOST, type ImageOptions } from './image/build-arguments.ts';
import { ENGINES, findEngine, runEngine } from './image/engine.ts';
import { buildLocalBase } from './image/local-base.ts';
import { pushImage } from './image/push.ts';
import { DEFAULT_MODEL, MODEL_OPTION_HELP } from './program/model-option.ts';
import { runProgram, UsageError } from './program/run-program.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CONTAINERFILE = join(ROOT, 'knative/Containerfile');

/** What `--base` takes for a base that is made here. */
const LOCAL = 'local';

/** The functions that have an image: those that listen. */
export const IMAGE_FUNCTIONS = ['http', 'events'] as const;

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
    }
    await runEngine(engine, buildArguments(all, CONTAINERFILE, context));
    return digestFile === undefined ? tag : await pushImage(all, digestFile);
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/** What an image is labeled and dated with: version, commit and time of the commit, unless SOURCE_DATE_EPOCH is set. */
async function describeSource(): Promise<Pick<ImageOptions, 'labels' | 'epochSeconds'>> {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const [revision = '', seconds = '0'] = (await git('log', '-1', '--format=%H %ct')).split(' ');
  const epochSeconds = Number(process.env.SOURCE_DATE_EPOCH ?? seconds);
  if (!Number.isInteger(epochSeconds)) {
    throw new UsageError(
      `SOURCE_DATE_EPOCH is "${process.env.SOURCE_DATE_EPOCH}"; expected seconds since 1970`,
    );
  }
  const labels: Record<string, string> = {
    'org.opencontainers.image.version': version,
    'org.opencontainers.image.created': new Date(epochSeconds * 1000).toISOString(),
  };
  if (revision !== '') labels['org.opencontainers.image.revision'] = revision;
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
  if (server && repository) labels['org.opencontainers.image.source'] = `${server}/${repository}`;
  return { labels, epochSeconds };
}

/** What git says, or nothing where there is no repository. */
async function git(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('git', args, { cwd: ROOT }).catch(() => ({ stdout: '' }));
  return stdout.trim();
}

if (import.meta.main) {
  const program = new Command('npm run image --')
    .description('Build the container image of a function with podman, buildah or docker.')
    .addOption(new Option('--function <name>', 'which').choices(IMAGE_FUNCTIONS).default('http'))
    .option('--model <kind|file>', MODEL_OPTION_HELP, DEFAULT_MODEL)
    .option('--base <image>', `the image to run in, with /nodejs/bin/node; "${LOCAL}" makes one here`)
    .option('--builder <image>', `the image to build in, with Node.js 24 and npm; "${HOST}" builds here`)
    .option('--tag <name>', 'the name of the image (default: movie-sentiment-FUNCTION)')
    .option('--platform <list>', 'such as linux/amd64,linux/arm64 (default: that of this machine)')
    .addOption(new Option('--engine <name>', 'what builds (default: the first that works)').choices(ENGINES))
    .option('--no-cache', 'take no layer of an earlier build')
    .option('--push', 'push it to the registry that its name begins with, and print REF@DIGEST')
    .action(async ({ function: name, ...options }) => {
      const engine = findEngine(options.engine && [options.engine]);
      const image = await buildImage({ ...options, name, engine });
      console.log(options.push ? image : `built ${image} with ${engine}`);
    });
  await runProgram(() => program.parseAsync());
}
