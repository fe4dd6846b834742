import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../program/root.ts';
import { UsageError } from '../program/run-program.ts';
import type { ImageOptions } from './build-arguments.ts';

/**
 * Describes the source in labels and a timestamp: version, commit, and time of the commit unless SOURCE_DATE_EPOCH is
 * set.
 * @throws UsageError for an invalid SOURCE_DATE_EPOCH
 */
export async function describeSource(): Promise<Pick<ImageOptions, 'labels' | 'epochSeconds'>> {
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

/** Runs git and returns its output; empty outside a repository. */
async function git(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('git', args, { cwd: ROOT }).catch(() => ({ stdout: '' }));
  return stdout.trim();
}
