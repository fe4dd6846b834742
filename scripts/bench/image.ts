import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from 'simple-statistics';
import { buildImage, IMAGE_LIMIT_MB, readLayers } from '../image/index.ts';
import { podman, removeContainer, startContainer } from '../servers/container.ts';
import type { BenchReport } from './report.ts';

const BARE_SERVER = fileURLToPath(new URL('bare-server.mjs', import.meta.url));

/** Built on our image, so that all layers below are equal. */
const BARE_CONTAINERFILE = `ARG IMAGE
FROM \${IMAGE}
ENV NODE_OPTIONS=
COPY bare-server.mjs /
ENTRYPOINT ["/nodejs/bin/node", "/bare-server.mjs"]
`;

interface ImageBenchOptions {
  /** The number of starts of each image. */
  starts: number;
  /** The model in the image. */
  model: string;
  /** The base of both images. */
  base: string;
}

/**
 * Measures the time from `podman run` to the first correct answer, compared with a bare server on the same base, and
 * the size of each layer.
 */
export async function benchImage({ starts, model, base }: ImageBenchOptions): Promise<BenchReport> {
  const image = await buildImage({ engine: 'podman', model, base, tag: 'localhost/movie-sentiment-bench' });
  const layers = await readLayers(image);
  const bare = await buildBareImage(image);
  const images = [
    { name: 'bare node:http', tag: bare },
    { name: `http, ${model}`, tag: image },
  ];
  const rounds: number[][] = [];
  // The first round is a warm-up: it loads what podman and this process need, and fills the system's caches.
  for (let i = 0; i <= starts; i++) {
    const round: number[] = [];
    for (const { tag } of images) round.push(await measureStart(tag));
    if (i > 0) rounds.push(round);
  }
  const totalMB = layers.reduce((sum, { compressedMB }) => sum + compressedMB, 0);
  const isWithinLimits = totalMB <= IMAGE_LIMIT_MB;
  return {
    columns: {
      name: 'image',
      medianMs: 'podman run to first answer, median ms',
      maxMs: 'longest',
      ratio: 'ratio',
    },
    rows: images.map(({ name }, i) => ({
      name,
      medianMs: median(rounds.map((round) => round[i]!)),
      maxMs: Math.max(...rounds.map((round) => round[i]!)),
      ratio: median(rounds.map((round) => round[i]! / round[0]!)),
    })),
    notes: [
      `${starts} starts of each in turn, read-only, without capabilities, with 192 MB and one CPU, after one start that does not count.`,
      ...layers.map(({ paths, compressedMB }) => `${compressedMB.toFixed(1)} MB compressed: ${paths}`),
      `${totalMB.toFixed(1)} MB in total, ${isWithinLimits ? 'within' : 'NOT within'} ${IMAGE_LIMIT_MB} MB.`,
    ],
    isWithinLimits,
  };
}

/** Builds an image with the bare server on top of another image. @returns its name */
async function buildBareImage(image: string): Promise<string> {
  const tag = 'localhost/movie-sentiment-bench-bare';
  const folder = await mkdtemp(join(tmpdir(), 'bench-image-'));
  try {
    await copyFile(BARE_SERVER, join(folder, 'bare-server.mjs'));
    await writeFile(join(folder, 'Containerfile'), BARE_CONTAINERFILE);
    await podman('build', '--quiet', '--layers=false', '--build-arg', `IMAGE=${image}`, '--tag', tag, folder);
    return tag;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measureStart(image: string): Promise<number> {
  const { id, startMs } = await startContainer(image);
  await removeContainer(id);
  return startMs;
}
