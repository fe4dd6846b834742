import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { podman } from '../servers/container.ts';

/** The limit of the total compressed size of an image's layers, in MB. */
export const IMAGE_LIMIT_MB = 75;

/** One layer of an image. */
export interface Layer {
  /** The top-level paths in the layer: `app`, or `etc home lib …`. */
  paths: string;
  /** The size compressed with gzip, as in a registry. */
  compressedMB: number;
}

interface Manifest {
  layers: { digest: string; size: number }[];
}

/** Reads the layers of an image in podman's storage, the lowest first. */
export async function readLayers(image: string): Promise<Layer[]> {
  const folder = await mkdtemp(join(tmpdir(), 'image-layers-'));
  try {
    await podman('push', '--quiet', image, `oci:${folder}:image`);
    const findBlob = (digest: string) => join(folder, 'blobs', digest.replace(':', '/'));
    const { manifests } = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'));
    const { layers }: Manifest = JSON.parse(await readFile(findBlob(manifests[0].digest), 'utf8'));
    return await Promise.all(
      layers.map(async ({ digest, size }) => ({
        paths: await readPaths(findBlob(digest)),
        compressedMB: size / 1e6,
      })),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function readPaths(layer: string): Promise<string> {
  const { stdout } = await promisify(execFile)('tar', ['--list', '--gzip', '--file', layer]);
  const paths = stdout.split('\n').map((path) => path.replace(/^\.?\//, '').split('/')[0]!);
  return [...new Set(paths)].filter((path) => path !== '').join(' ') || 'nothing';
}
