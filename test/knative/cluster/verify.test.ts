import { describe, expect, test } from 'vitest';
import * as recorded from './recorded.ts';
import { runStep } from './run-step.ts';

const K = 'kubectl --context movie-sentiment';

describe('verify.sh', () => {
  const host = 'sentiment-http.movie-sentiment.movie-sentiment.internal';
  const url = {
    command: 'kubectl * get services.serving.knative.dev/sentiment-http *',
    stdout: `http://${host}`,
  };
  const tunnel = {
    command: 'kubectl * port-forward *',
    shell: 'echo "Forwarding from 127.0.0.1:8081 -> 8080"; exec sleep 9',
  };
  const npm = [{ command: 'npm *', stdout: '20 checks, all ok\n' }];
  const FORWARD = `${K} port-forward --namespace knative-serving service/kourier`;

  test('is npm run verify through a tunnel to Kourier', async () => {
    const kubectl = [recorded.KUBECTL_VERSION, url, tunnel];
    const { stdout, stderr, code, log } = await runStep('verify.sh', { kubectl, npm }, []);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(log.slice(0, -1)).toEqual([
      'kubectl version --client',
      `${K} get services.serving.knative.dev/sentiment-http --namespace movie-sentiment --output jsonpath={.status.url}`,
      `${FORWARD} 8081:80`,
    ]);
    expect(log.at(-1)).toContain(` run --silent verify -- --url http://127.0.0.1:8081 --host ${host}`);
    expect(stdout).toContain('20 checks, all ok\n');
  });

  test('finds the canary, or the function itself where there is none', async () => {
    const tagged = { command: 'kubectl * get *tag==\\"canary\\"*', stdout: `http://canary-${host}` };
    const canary = await runStep('verify.sh', { kubectl: [recorded.KUBECTL_VERSION, tagged, tunnel], npm }, [
      '--canary',
    ]);
    expect(canary.log.at(-1)).toContain(` --host canary-${host}`);
    const untagged = [recorded.KUBECTL_VERSION, { ...tagged, stdout: '' }, url, tunnel];
    const alone = await runStep('verify.sh', { kubectl: untagged, npm }, ['--canary']);
    expect(alone.log.at(-1)).toContain(` --host ${host}`);
  });

  test('takes another host and port, and ends as the checks do', async () => {
    const kubectl = [recorded.KUBECTL_VERSION, tunnel];
    const failing = [{ command: 'npm *', stdout: '20 checks, 1 failed\n', code: 1 }];
    const args = ['--host', `canary-${host}`, '--port', '9000'];
    const { code, log } = await runStep('verify.sh', { kubectl, npm: failing }, args);
    expect(code).toBe(1);
    expect(log[1]).toBe(`${FORWARD} 9000:80`);
    expect(log[2]).toContain(`--url http://127.0.0.1:9000 --host canary-${host}`);
  });

  test.each([
    [
      'Kourier is not there',
      [url, { ...tunnel, shell: 'echo "Error: services \\"kourier\\" not found" >&2; exit 1' }],
      'there is no tunnel to Kourier: Error: services "kourier" not found',
    ],
    [
      'nothing is deployed',
      [{ ...url, stdout: '', code: 1 }],
      'sentiment-http is not there; knative/cluster/deploy.sh deploys it',
    ],
  ])('stops when %s', async (_, kubectl, message) => {
    const { stderr, code } = await runStep(
      'verify.sh',
      { kubectl: [recorded.KUBECTL_VERSION, ...kubectl], npm },
      [],
    );
    expect(stderr).toContain(`error: ${message}`);
    expect(code).toBe(1);
  });
});
