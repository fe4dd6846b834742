import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { UsageError } from '../program/run-program.ts';
import { type Engine, runEngine } from './engine.ts';

const run = promisify(execFile);
const NODE_PACKAGE = fileURLToPath(new URL(`../../node_modules/node-linux-${process.arch}`, import.meta.url));

/** The Debian packages that Node.js needs: the libraries listed by `ldd`. */
const DEBIAN_PACKAGES = ['libc6', 'libgcc-s1', 'libstdc++6'];

/** The users, as in distroless. */
const PASSWD = `root:x:0:0:root:/root:/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin
nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin
`;
const GROUP = 'root:x:0:\nnobody:x:65534:\nnonroot:x:65532:\n';

const CONTAINERFILE = `FROM scratch
COPY debian/ /
COPY nodejs/ /nodejs/
ENV PATH=/nodejs/bin SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
USER 65532
ENTRYPOINT ["/nodejs/bin/node"]
`;

/**
 * Builds a base image in the layout of distroless, for use where none can be pulled. It contains the Node.js of the
 * lock file, the Debian packages it needs, in this machine's release, and a user 65532. It requires Debian or Ubuntu,
 * and supports only this machine's architecture.
 * @param epochSeconds the timestamp of everything in the image, in seconds since 1970
 * @returns the name of the image
 * @throws UsageError if packages or Node.js are missing
 */
export async function buildLocalBase(engine: Engine, epochSeconds: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'image-base-'));
  try {
    await layDebian(join(folder, 'debian'), join(folder, 'packages'));
    const version = await layNode(join(folder, 'nodejs'));
    await writeFile(join(folder, 'Containerfile'), CONTAINERFILE);
    const tag = `localhost/movie-sentiment-base:${version}`;
    const time =
      engine === 'docker'
        ? ['--build-arg', `SOURCE_DATE_EPOCH=${epochSeconds}`]
        : ['--timestamp', String(epochSeconds), '--layers=true'];
    await runEngine(engine, [
      'build',
      '--file',
      join(folder, 'Containerfile'),
      ...time,
      '--tag',
      tag,
      folder,
    ]);
    return tag;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Fills a folder with Debian's packages and the files around them. */
async function layDebian(root: string, packages: string): Promise<void> {
  for (const path of ['usr/lib', 'usr/lib64', 'etc', 'home/nonroot', 'var/lib/dpkg/status.d', 'run']) {
    await mkdir(join(root, path), { recursive: true });
  }
  for (const path of ['tmp', 'var/tmp']) await mkdir(join(root, path));
  await run('chmod', ['1777', join(root, 'tmp'), join(root, 'var/tmp')]);
  await symlink('usr/lib', join(root, 'lib'));
  await symlink('usr/lib64', join(root, 'lib64'));
  await writeFile(join(root, 'etc/passwd'), PASSWD);
  await writeFile(join(root, 'etc/group'), GROUP);
  await copyFile('/etc/os-release', join(root, 'etc/os-release'));

  await mkdir(packages);
  try {
    await run('apt-get', ['download', ...DEBIAN_PACKAGES], { cwd: packages });
  } catch (error) {
    const { code, stderr } = error as { code: unknown; stderr?: string };
    const reason = code === 'ENOENT' ? 'it is missing' : (stderr ?? '').trim();
    throw new UsageError(
      `the base is made from Debian's packages, and "apt-get download" cannot get them: ${reason}`,
    );
  }
  for (const file of (await readdir(packages)).sort()) {
    const path = join(packages, file);
    // Older releases have files in /lib, which is now a link to /usr/lib.
    await run('sh', [
      '-c',
      'dpkg-deb --fsys-tarfile "$0" | tar -x --keep-directory-symlink -C "$1"',
      path,
      root,
    ]);
    // Scanners read the versions from here, as in a distroless image.
    const { stdout } = await run('dpkg-deb', ['--field', path]);
    await writeFile(join(root, 'var/lib/dpkg/status.d', file.split('_')[0]!), stdout);
  }
}

/** Puts the Node.js of the lock file into a folder. @returns its version */
async function layNode(folder: string): Promise<string> {
  await mkdir(join(folder, 'bin'), { recursive: true });
  try {
    await cp(join(NODE_PACKAGE, 'bin/node'), join(folder, 'bin/node'));
    await cp(join(NODE_PACKAGE, 'LICENSE'), join(folder, 'LICENSE'));
    return JSON.parse(await readFile(join(NODE_PACKAGE, 'package.json'), 'utf8')).version;
  } catch (cause) {
    throw new UsageError(
      `there is no Node.js in ${NODE_PACKAGE}; "npm ci" installs it on Linux, x64 and arm64`,
      {
        cause,
      },
    );
  }
}
