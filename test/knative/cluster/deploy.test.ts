import { describe, expect, test } from 'vitest';
import * as recorded from '../../helpers/recorded-answers.ts';
import { runStep } from '../../helpers/run-step.ts';

const IMAGES = ['--image', 'r/http@sha256:1', '--events-image', 'r/events@sha256:2'];
const K = 'kubectl --context movie-sentiment';

describe('deploy.sh', () => {
  const may = { command: 'kubectl * auth can-i patch *', stdout: 'yes\n' };
  const KINDS = [
    'services.serving.knative.dev',
    'triggers.eventing.knative.dev',
    'jobsinks.sinks.knative.dev',
    'networkpolicies.networking.k8s.io',
    'podmonitors.monitoring.coreos.com',
    'configmaps',
  ];
  const npm = [
    { command: 'npm --prefix * run --silent deploy -- *', stdout: 'sentiment-http is ready at …\n' },
  ];

  test('is npm run deploy for the cluster', async () => {
    const kubectl = [recorded.KUBECTL_VERSION, may];
    const { stdout, code, log } = await runStep('deploy.sh', { kubectl, npm }, [...IMAGES, '--canary', '5']);
    expect(code).toBe(0);
    expect(log.slice(0, -1)).toEqual([
      'kubectl version --client',
      ...KINDS.map((kind) => `${K} auth can-i patch ${kind} --namespace movie-sentiment`),
    ]);
    expect(log.at(-1)).toMatch(
      /^npm --prefix \/.+ run --silent deploy -- --overlay eks --context movie-sentiment --image r\/http@sha256:1 --events-image r\/events@sha256:2 --canary 5$/,
    );
    expect(stdout).toContain('next: knative/cluster/verify.sh --name movie-sentiment --canary\n');
    const whole = await runStep('deploy.sh', { kubectl, npm }, IMAGES);
    expect(whole.stdout).toContain('next: knative/cluster/verify.sh --name movie-sentiment\n');
    expect(whole.log.at(-1)).toMatch(/events@sha256:2$/);
  });

  test('stops where it may not, and without images', async () => {
    const mayNot = { command: 'kubectl * auth can-i patch networkpolicies*', stdout: 'no\n', code: 1 };
    const kubectl = [recorded.KUBECTL_VERSION, mayNot, may];
    const refused = await runStep('deploy.sh', { kubectl, npm }, IMAGES);
    expect(refused.stderr).toContain('error: you may not change networkpolicies.networking.k8s.io there');
    expect(refused.code).toBe(1);
    expect(refused.log.join()).not.toContain('npm');
    expect((await runStep('deploy.sh', {}, [])).stderr).toContain(
      'error: nothing to deploy; expected --image',
    );
  });
});
