import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string): Promise<string> => readFile(join(ROOT, file), 'utf8');
const readYaml = async (file: string) => parse(await read(file));

test('both packages have one version, in the lock file too', async () => {
  const { version } = JSON.parse(await read('package.json'));
  expect(JSON.parse(await read('classifier/package.json')).version).toBe(version);
  const lock = JSON.parse(await read('package-lock.json'));
  expect([lock.version, lock.packages[''].version, lock.packages.classifier.version]).toEqual([
    version,
    version,
    version,
  ]);
});

test('the notice names who gave the data, as the models do, in the package too', async () => {
  const notice = await read('NOTICE');
  const citations = (await read('classifier/models/citations.txt')).trim().split('\n');
  for (const citation of citations) expect(notice).toContain(citation);
  expect(citations.map((citation) => citation.match(/^[^:]+/)![0])).toEqual([
    'Stanford Sentiment Treebank',
    'Large Movie Review Dataset',
    'Multi-Domain Sentiment Dataset',
    'Sentiment Labelled Sentences',
  ]);
  expect(await read('classifier/NOTICE')).toBe(notice);
  expect(JSON.parse(await read('classifier/package.json')).files).toContain('NOTICE');
});

describe('CI', () => {
  test('has a job for each part of .ci/run, and one for Windows', async () => {
    const { jobs } = await readYaml('.github/workflows/ci.yml');
    const commandsOf = (job: string) => jobs[job].steps.map(({ run }: { run?: string }) => run).join('\n');
    for (const part of ['check', 'test', 'end-to-end', 'data']) {
      expect(commandsOf(part)).toContain(`.ci/run ${part}`);
    }
    expect(jobs.test.strategy.matrix.runner).toHaveLength(3);
    expect(commandsOf('windows')).toMatch(/npm start.*node \.ci\/check-server\.mjs/s);
  });

  test('gives its secret to no pull request', async () => {
    const workflow = await read('.github/workflows/ci.yml');
    expect(workflow).not.toContain('pull_request_target');
    const { jobs } = parse(workflow);
    for (const [name, job] of Object.entries<{ if?: string }>(jobs)) {
      if (!JSON.stringify(job).includes('secrets.')) continue;
      expect(name).toBe('data');
      expect(job.if).toBe("github.event_name == 'schedule' || github.event_name == 'workflow_dispatch'");
    }
  });

  test('refuses a part that there is not', async () => {
    const run = promisify(execFile)(join(ROOT, '.ci/run'), ['lint']);
    await expect(run).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('no part lint') });
  });
});

test('a release publishes the classifier with provenance, by no key, once it is tested', async () => {
  const { jobs } = await readYaml('.github/workflows/release.yml');
  expect(jobs.package).toMatchObject({
    needs: 'test',
    environment: 'npm',
    permissions: { contents: 'read', 'id-token': 'write' },
  });
  const commands = jobs.package.steps.map(({ run }: { run?: string }) => run).join('\n');
  expect(commands).toContain('npm publish --workspace classifier --provenance');
});

test('Dependabot looks where there is something to update', async () => {
  const { updates } = await readYaml('.github/dependabot.yml');
  const looksAt = updates.map((update: Record<string, string>) => [
    update['package-ecosystem'],
    update.directory,
  ]);
  expect(looksAt).toEqual([
    ['npm', '/'],
    ['npm', '/functions/encoder'],
    ['github-actions', '/'],
    ['docker', '/knative'],
  ]);
  await read('package-lock.json');
  await read('functions/encoder/package-lock.json');
  await read('knative/Containerfile');
});

test.each(['bug.yml', 'idea.yml'])(
  'the issue form %s has a name, and a label for each field',
  async (file) => {
    const { name, description, body } = await readYaml(`.github/ISSUE_TEMPLATE/${file}`);
    for (const text of [name, description]) expect(text).toBeTypeOf('string');
    const ids = body.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(body.length);
    for (const { type, attributes } of body) {
      expect(['textarea', 'input', 'checkboxes']).toContain(type);
      expect(attributes.label).toBeTypeOf('string');
    }
  },
);

describe('CONTRIBUTING.md', () => {
  const readGuide = () => read('.github/CONTRIBUTING.md');

  /** The folders of its tree. */
  async function listRooms(): Promise<string[]> {
    const guide = await readGuide();
    const tree = guide.slice(guide.indexOf('## The rooms')).match(/^```\n(.*?)^```$/ms)![1]!;
    const above: string[] = [];
    return [...tree.matchAll(/^( *)([\w-]+)\/ /gm)].map(([, indent, name]) => {
      above.splice(indent!.length / 2, Infinity, name!);
      return above.join('/');
    });
  }

  test('has a tree of the rooms there are', async () => {
    const rooms = await listRooms();
    for (const room of rooms) expect((await stat(join(ROOT, room))).isDirectory(), room).toBe(true);
    for (const floor of ['classifier/src', 'classifier/training', 'functions', 'scripts']) {
      const entries = await readdir(join(ROOT, floor), { withFileTypes: true });
      const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => `${floor}/${name}`);
      expect(rooms).toEqual(expect.arrayContaining(folders));
    }
  });

  test('names files and npm scripts that there are', async () => {
    const guide = await readGuide();
    const { scripts } = JSON.parse(await read('package.json'));
    for (const [, name] of guide.matchAll(/npm run ([\w:-]+)/g)) expect(scripts).toHaveProperty([name!]);
    for (const [, path] of guide.matchAll(/`((?:classifier|functions|scripts|knative|test)\/[\w./-]*)`/g)) {
      await expect(stat(join(ROOT, path!)), path).resolves.toBeTruthy();
    }
  });
});
