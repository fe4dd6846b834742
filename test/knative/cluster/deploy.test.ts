import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { KNATIVE } from '../../helpers/manifests.ts';
import * as recorded from '../../helpers/recorded-answers.ts';
import { render, renderer } from '../../helpers/render.ts';
import { runStep } from '../../helpers/run-step.ts';

const IMAGES = ['--image', 'r/http@sha256:1', '--events-image', 'r/events@sha256:2'];
const K = 'kubectl --context movie-sentiment';

describe('deploy.sh', () => {
  const may = { command: 'kubectl * auth can-i *', stdout: 'yes\n' };
  const KINDS = [
    'namespaces',
    'configmaps',
    'resourcequotas',
    'networkpolicies.networking.k8s.io',
    'services.serving.knative.dev',
    'brokers.eventing.knative.dev',
    'triggers.eventing.knative.dev',
    'eventtransforms.eventing.knative.dev',
    'integrationsinks.sinks.knative.dev',
    'jobsinks.sinks.knative.dev',
    'podmonitors.monitoring.coreos.com',
    'prometheusrules.monitoring.coreos.com',
  ];
  const PERMISSIONS = [
    ...KINDS.map((kind) => `patch ${kind}`),
    'get services.serving.knative.dev',
    'get brokers.eventing.knative.dev',
    'list revisions.serving.knative.dev',
    'list pods',
    'get pods --subresource log',
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
      ...PERMISSIONS.map((permission) => `${K} auth can-i ${permission} --namespace movie-sentiment`),
    ]);
    expect(log.at(-1)).toMatch(
      /^npm --prefix \/.+ run --silent deploy -- --overlay eks --context movie-sentiment --image r\/http@sha256:1 --events-image r\/events@sha256:2 --canary 5$/,
    );
    expect(stdout).toContain('next: knative/cluster/verify.sh --name movie-sentiment --canary\n');
    const whole = await runStep('deploy.sh', { kubectl, npm }, IMAGES);
    expect(whole.stdout).toContain('next: knative/cluster/verify.sh --name movie-sentiment\n');
    expect(whole.log.at(-1)).toMatch(/events@sha256:2$/);
  });

  test.skipIf(renderer === undefined)('asks for each kind of the overlay', () => {
    const kinds = render(join(KNATIVE, 'overlays/eks')).map(({ apiVersion, kind }) => {
      const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
      return `${kind.toLowerCase().replace(/y$/, 'ie')}s${group}`;
    });
    expect([...new Set(kinds)].sort()).toEqual([...KINDS].sort());
  });

  test('stops where it may not, and without images', async () => {
    const mayNot = { command: 'kubectl * auth can-i patch networkpolicies*', stdout: 'no\n', code: 1 };
    const kubectl = [recorded.KUBECTL_VERSION, mayNot, may];
    const refused = await runStep('deploy.sh', { kubectl, npm }, IMAGES);
    expect(refused.stderr).toContain(
      'error: you may not patch networkpolicies.networking.k8s.io in the namespace movie-sentiment, or the cluster',
    );
    expect(refused.code).toBe(1);
    expect(refused.log.join()).not.toContain('npm');
    expect((await runStep('deploy.sh', {}, [])).stderr).toContain(
      'error: nothing to deploy; expected --image',
    );
  });
});
