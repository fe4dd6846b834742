import { describe, expect, test } from 'vitest';
import * as recorded from '../../helpers/recorded-answers.ts';
import { runStep } from '../../helpers/run-step.ts';

const CIDR = ['--admin-cidr', '203.0.113.7/32'];
const IMAGES = ['--image', 'r/http@sha256:1', '--events-image', 'r/events@sha256:2'];

/** A step of the way, and all it needs. */
const STEPS: Record<string, { args: string[]; tools: string[] }> = {
  'create.sh': { args: CIDR, tools: ['aws', 'eksctl', 'kubectl'] },
  'install.sh': { args: [], tools: ['aws', 'kubectl'] },
  'deploy.sh': { args: IMAGES, tools: ['npm', 'kubectl'] },
  'verify.sh': { args: [], tools: ['npm', 'kubectl'] },
  'tear-down.sh': { args: ['--yes'], tools: ['aws', 'eksctl', 'kubectl'] },
};

describe.each(Object.entries(STEPS))('%s', (script, { args, tools }) => {
  test('explains itself, and what it costs', async () => {
    const { stdout, code, log } = await runStep(script, {}, ['--help']);
    expect(stdout).toMatch(new RegExp(`^knative/cluster/${script} .*--dry-run\\]\n\n[A-Z]`, 's'));
    expect(stdout).toMatch(/Needs .*kubectl 1\.34/);
    expect(stdout).toMatch(/costs?/i);
    expect(code).toBe(0);
    expect(log).toEqual(['']);
  });

  test('in a dry run shows its commands and runs none', async () => {
    const { stdout, stderr, code, log } = await runStep(script, {}, [...args, '--dry-run', '--name', 'mine']);
    expect(log).toEqual(['']);
    expect(stderr).toBe('');
    expect(stdout.match(/^\$ /gm)!.length).toBeGreaterThan(2);
    expect(stdout).toContain('kubectl --context mine ');
    expect(code).toBe(0);
  });

  test.each(tools)('first asks for %s', async (missing) => {
    const answers = Object.fromEntries(tools.filter((tool) => tool !== missing).map((tool) => [tool, []]));
    const { stderr, code, log } = await runStep(script, answers, args);
    expect(stderr).toBe(
      `error: not on the PATH: ${missing}; knative/cluster/README.md says where to get them\n`,
    );
    expect(code).toBe(1);
    expect(log).toEqual(['']);
  });

  test('asks for a kubectl that the cluster works with', async () => {
    const old = { ...recorded.KUBECTL_VERSION, stdout: 'Client Version: v1.29.3\n' };
    const { stderr, code } = await runStep(
      script,
      { aws: recorded.AWS, eksctl: recorded.EKSCTL, kubectl: [old], npm: [] },
      args,
    );
    expect(stderr).toBe('error: kubectl is 1.29.3; expected 1.34.0 or newer\n');
    expect(code).toBe(1);
  });

  test.each([
    [['--nme'], 'unknown: --nme; see --help'],
    [['--name'], '--name needs a value'],
    [['--name', 'a|b'], '--name is "a|b"; expected 1 to 100 letters, digits and hyphens, no hyphen first'],
    [['--region', '--dry-run'], '--region needs a value'],
  ])('refuses %j', async (wrong, message) => {
    const { stderr, code } = await runStep(script, {}, wrong);
    expect(stderr).toBe(`error: ${message}\n`);
    expect(code).toBe(1);
  });
});
