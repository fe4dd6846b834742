import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { requireRuntime } from '../../functions/encoder/index.ts';
import { ROOT } from '../program/root.ts';

/** The folder of ONNX Runtime's packages, which `npm run install:transformer` fills. */
const PACKAGES = 'functions/encoder/node_modules';

/** The folders of the packages that run, relative to the repository. The others only fetch libraries for graphics cards. */
export const RUNTIME_PACKAGES = ['onnxruntime-common', 'onnxruntime-node'].map(
  (name) => `${PACKAGES}/${name}`,
);

/** The folder in a bundle with a folder for each platform, which holds one for each architecture. */
export const LIBRARIES = 'node_modules/onnxruntime-node/bin/napi-v6';

/** The platforms of bundles: those of images and Lambda, and this machine's. */
const PLATFORMS = new Set(['linux/x64', 'linux/arm64', `${process.platform}/${process.arch}`]);

/**
 * Copies what runs of ONNX Runtime into a bundle, with a library for each platform.
 * @throws NoRuntimeError if it is not installed
 */
export async function layRuntime(folder: string): Promise<void> {
  requireRuntime();
  const paths = [
    'node_modules/onnxruntime-common/package.json',
    'node_modules/onnxruntime-common/dist/cjs',
    'node_modules/onnxruntime-node/package.json',
    'node_modules/onnxruntime-node/dist',
    ...[...PLATFORMS].map((platform) => `${LIBRARIES}/${platform}`),
  ];
  for (const path of paths) {
    await cp(join(ROOT, 'functions/encoder', path), join(folder, path), {
      recursive: true,
      filter: (file) => !/\.(map|d\.ts)$/.test(file),
    });
  }
}
