import { describe, expect, test } from 'vitest';
import * as recorded from '../../helpers/recorded-answers.ts';
import { runStep } from '../../helpers/run-step.ts';

const K = 'kubectl --context movie-sentiment';

describe('verify.sh', () => {
  const HOSTS = {
    'sentiment-http': 'sentiment-http.movie-sentiment.movie-sentiment.internal',
    'sentiment-events': 'sentiment-events.movie-sentiment.svc.cluster.local',
  };
  const urls = Object.entries(HOSTS).map(([service, host]) => ({
    command: `kubectl * get services.serving.knative.dev/${service} *{.status.url}`,
    stdout: `${service} http://${host}`,
  }));
  const canaries = Object.entries(HOSTS).map(([service, host]) => ({
    command: `kubectl * get services.serving.knative.dev/${service} *tag==\\"canary\\"*`,
    stdout: `${service} http://canary-${host}`,
  }));
  const tunnel = {
    command: 'kubectl * port-forward *',
    shell: 'echo "Forwarding from 127.0.0.1:8081 -> 8080"; exec sleep 9',
  };
  const npm = [{ command: 'npm *', stdout: '33 checks, all ok\n' }];
  const FORWARD = `${K} port-forward --namespace knative-serving`;

  test('is npm run verify of both functions through tunnels to Kourier', async () => {
    const kubectl = [recorded.KUBECTL_VERSION, ...urls, tunnel];
    const { stdout, stderr, code, log } = await runStep('verify.sh', { kubectl, npm }, []);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(log.slice(0, -1)).toEqual([
      'kubectl version --client',
      ...Object.keys(HOSTS).map(
        (name) =>
          `${K} get services.serving.knative.dev/${name} --namespace movie-sentiment --ignore-not-found --output jsonpath={.metadata.name} {.status.url}`,
      ),
      `${FORWARD} service/kourier 8081:80`,
      `${FORWARD} service/kourier-internal 8082:80`,
    ]);
    expect(log.at(-1)).toMatch(
      new RegExp(
        ` run --silent verify -- --url http://127.0.0.1:8081 --host ${HOSTS['sentiment-http']}` +
          ` --events-url http://127.0.0.1:8082 --events-host ${HOSTS['sentiment-events']}$`,
      ),
    );
    expect(stdout).toContain('33 checks, all ok\n');
  });

  test('finds the canaries', async () => {
    const kubectl = [recorded.KUBECTL_VERSION, ...canaries, tunnel];
    const { code, log } = await runStep('verify.sh', { kubectl, npm }, ['--canary']);
    expect(code).toBe(0);
    for (const host of Object.values(HOSTS)) expect(log.at(-1)).toContain(`-host canary-${host}`);
  });

  test.each([0, 1])('passes nothing else for a canary that is not there: %i', async (missing) => {
    const some = canaries.map((canary, i) =>
      i === missing ? { ...canary, stdout: `${Object.keys(HOSTS)[i]} ` } : canary,
    );
    const kubectl = [recorded.KUBECTL_VERSION, ...some, ...urls, tunnel];
    const { stderr, code, log } = await runStep('verify.sh', { kubectl, npm }, ['--canary']);
    expect(stderr).toBe(
      `error: ${Object.keys(HOSTS)[missing]} has no canary; knative/cluster/deploy.sh --canary 0 creates one without requests (a first deployment has none)\n`,
    );
    expect(code).toBe(1);
    expect(log.join()).not.toMatch(/port-forward|npm/);
  });

  test('takes other ports, and ends as the checks do', async () => {
    const kubectl = [recorded.KUBECTL_VERSION, ...urls, tunnel];
    const failing = [{ command: 'npm *', stdout: '33 checks, 1 failed\n', code: 1 }];
    const { code, log } = await runStep('verify.sh', { kubectl, npm: failing }, ['--port', '9000']);
    expect(code).toBe(1);
    expect(log.at(-1)).toMatch(/--url http:\/\/127\.0\.0\.1:9000 .*--events-url http:\/\/127\.0\.0\.1:9001 /);
    expect((await runStep('verify.sh', {}, ['--port', 'http'])).stderr).toBe(
      'error: --port is "http"; expected a number\n',
    );
  });

  test.each([
    [
      'Kourier is not there',
      [...urls, { ...tunnel, shell: 'echo "Error: services \\"kourier\\" not found" >&2; exit 1' }],
      'there is no tunnel to kourier: Error: services "kourier" not found',
    ],
    [
      'nothing is deployed',
      [{ ...urls[0]!, stdout: '' }, tunnel],
      'sentiment-http does not exist; knative/cluster/deploy.sh deploys it',
    ],
    [
      'one function is not',
      [urls[0]!, { ...urls[1]!, stdout: '' }, tunnel],
      'sentiment-events does not exist; knative/cluster/deploy.sh deploys it',
    ],
    [
      'the API cannot be reached',
      [{ ...urls[0]!, stdout: '', stderr: 'Unable to connect to the server\n', code: 1 }, tunnel],
      'sentiment-http cannot be looked up; kubectl says why above',
    ],
    [
      'it has no address yet',
      [{ ...urls[0]!, stdout: 'sentiment-http ' }, tunnel],
      'sentiment-http has no address',
    ],
  ])('stops when %s', async (_, kubectl, message) => {
    const { stdout, stderr, code, log } = await runStep(
      'verify.sh',
      { kubectl: [recorded.KUBECTL_VERSION, ...kubectl], npm },
      [],
    );
    expect(stderr).toContain(`error: ${message}`);
    expect(stdout).not.toContain('HOST');
    expect(code).toBe(1);
    expect(log.join()).not.toContain('npm');
  });
});
