import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import * as actions from '@action-validator/core';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import * as recorded from '../helpers/recorded-answers.ts';
import { runStep } from '../helpers/run-step.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string): Promise<string> => readFile(join(ROOT, file), 'utf8');
const { KIND, KIND_NODE, KNATIVE_OPERATOR } = parseEnv(await read('knative/versions.env'));
const K = 'kubectl --context kind-movie-sentiment';

describe('kind/create.sh', () => {
  const version = { command: 'kind version', stdout: `kind v${KIND} go1.26.0 linux/amd64\n` };
  const create = { command: 'kind create cluster *' };
  const kubectl = [recorded.KUBECTL_VERSION, { command: `${K} *` }];
  const make = (clusters: string, ...args: string[]) =>
    runStep(
      '../kind/create.sh',
      { docker: [], kind: [version, { command: 'kind get clusters', stdout: clusters }, create], kubectl },
      args,
    );

  test('makes a cluster, and installs Knative in the versions of versions.env', async () => {
    const { stdout, stderr, code, log } = await make('another\n');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const calls = log.map((line) => line.replaceAll(/\S*\/knative\/kind\//g, 'kind/'));
    expect(calls).toEqual([
      'kubectl version --client',
      'kind version',
      'kind get clusters',
      `kind create cluster --name movie-sentiment --image ${KIND_NODE} --config kind/cluster.yaml --wait 120s`,
      `${K} apply --server-side --filename namespace.yaml --filename https://github.com/knative/operator/releases/download/knative-v${KNATIVE_OPERATOR}/operator.yaml`,
      `${K} wait deployment --all --namespace knative-operator --for condition=Available --timeout 300s`,
      `${K} apply --server-side --filename kind/knative.yaml`,
      `${K} wait knativeserving/knative-serving --namespace knative-serving --for condition=Ready --timeout 600s`,
      `${K} wait knativeeventing/knative-eventing --namespace knative-eventing --for condition=Ready --timeout 600s`,
      `${K} apply --server-side --filename kind/gateway.yaml`,
    ]);
    expect(stdout).toContain(
      'next: load the images (kind load docker-image … --name movie-sentiment), then npm run ',
    );
  });

  test('leaves a cluster that is there as it is', async () => {
    const { stdout, code, log } = await make('movie-sentiment\n');
    expect(code).toBe(0);
    expect(stdout).toContain('cluster movie-sentiment exists\n');
    expect(log.join()).not.toContain('kind create');
  });

  test('takes podman in place of docker, as kind does', async () => {
    const answers = { podman: [], kind: [version, { command: 'kind get clusters' }, create], kubectl };
    const asked = ['../kind/create.sh', answers, [], ''] as const;
    const { stdout, code } = await runStep(...asked, { KIND_EXPERIMENTAL_PROVIDER: 'podman' });
    expect(code).toBe(0);
    expect(stdout).toContain('next: load the images (kind load image-archive … --name movie-sentiment)');
    expect((await runStep(...asked)).stderr).toBe(
      'error: not on the PATH: docker; knative/README.md, "On your own machine", says where to get them\n',
    );
  });

  test('takes no kind that is too old, and no option that it does not know', async () => {
    const old = { ...version, stdout: 'kind v0.20.0 go1.20 linux/amd64\n' };
    const { stderr, code } = await runStep('../kind/create.sh', { docker: [], kind: [old], kubectl }, []);
    expect(stderr).toBe(`error: kind is 0.20.0; expected ${KIND} or newer\n`);
    expect(code).toBe(1);
    expect((await make('', '--nodes')).stderr).toBe('error: unknown: --nodes; see --help\n');
  });
});

describe('the workflow', () => {
  test('is one that GitHub takes', async () => {
    expect(actions.validateWorkflow(await read('.github/workflows/cluster.yml')).errors).toEqual([]);
  });

  test('calls what people call, at the gateway that the cluster has', async () => {
    const { jobs } = parse(await read('.github/workflows/cluster.yml'));
    const test = jobs.kind.steps.find(({ name }: { name?: string }) => name === 'The test');
    // Without it the exit code would be that of tee.
    expect(test.shell).toBe('bash');
    const commands = jobs.kind.steps.map(({ run = '' }: { run?: string }) => run).join('\n');
    for (const part of [
      'knative/kind/create.sh',
      'npm run --silent image -- ',
      'npm run --silent test:cluster -- --context kind-movie-sentiment',
    ]) {
      expect(commands).toContain(part);
    }
    const [{ extraPortMappings }] = parse(await read('knative/kind/cluster.yaml')).nodes;
    const { spec } = parse(await read('knative/kind/gateway.yaml'));
    for (const [i, option] of ['--url', '--internal-url'].entries()) {
      expect(extraPortMappings[i].containerPort).toBe(spec.ports[i].nodePort);
      expect(commands).toContain(`${option} http://127.0.0.1:${extraPortMappings[i].hostPort}`);
    }
  });
});
