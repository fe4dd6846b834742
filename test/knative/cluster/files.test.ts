import { execFile, spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv, promisify } from 'node:util';
import * as actions from '@action-validator/core';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';

const ROOT = join(import.meta.dirname, '../../..');
const CLUSTER = join(ROOT, 'knative/cluster');
const read = (file: string): Promise<string> => readFile(join(ROOT, file), 'utf8');
const readAll = async (file: string) =>
  parseAllDocuments(await readFile(join(CLUSTER, file), 'utf8')).map((document) => document.toJS());
const scripts = (await readdir(CLUSTER)).filter((file) => file.endsWith('.sh'));

describe('the scripts', () => {
  const hasShellcheck = spawnSync('shellcheck', ['--version']).status === 0;
  if (!hasShellcheck) console.warn('SKIPPED: shellcheck of knative/cluster/*.sh; apt-get install shellcheck');

  test.runIf(hasShellcheck)('pass shellcheck', async () => {
    const args = [
      '--external-sources',
      '--source-path',
      CLUSTER,
      ...[...scripts, '../kind/create.sh'].map((file) => join(CLUSTER, file)),
    ];
    const { stdout } = await promisify(execFile)('shellcheck', args).catch((error) => error);
    expect(stdout).toBe('');
  });

  test('cost what their parts cost', async () => {
    const { stdout } = await promisify(execFile)('/bin/bash', ['-c', `source ${CLUSTER}/steps.sh; costs`]);
    const monthly = [...stdout.matchAll(/^ {2}.+? \$(\d+) /gm)].map(([, dollars]) => Number(dollars));
    const total = monthly.reduce((sum, dollars) => sum + dollars, 0);
    expect(monthly).toHaveLength(6);
    expect(stdout).toContain(`about $${total} a month`);
    const hours = 730;
    const hourly = [0.1, 3 * 0.0816 * 1.12, 0.045, 0.005, 0.0225];
    expect(monthly.slice(0, 5)).toEqual(hourly.map((dollars) => Math.round(dollars * hours)));
    expect(await read('knative/cluster/README.md')).toContain(`$${total} a month`);
  });
});

test('versions are those of versions.env wherever they stand', async () => {
  const versions = parseEnv(await read('knative/versions.env'));
  const { KNATIVE, KNATIVE_OPERATOR, EKS_KUBERNETES, KUBECTL_OLDEST } = versions;
  for (const file of ['knative-serving.yaml', 'knative-eventing.yaml', '../kind/knative.yaml']) {
    const installed = (await readAll(file)).filter(({ kind }) => kind !== 'Namespace');
    for (const { spec } of installed) expect([file, spec.version]).toEqual([file, KNATIVE]);
  }
  expect(KNATIVE_OPERATOR).toMatch(new RegExp(`^${KNATIVE}\\.\\d+$`));
  const [{ metadata }] = await readAll('cluster.yaml');
  expect(metadata.version).toBe(EKS_KUBERNETES);
  const kubectl = KUBECTL_OLDEST!.replace(/\.0$/, '');
  for (const script of scripts) {
    for (const [, version] of (await read(`knative/cluster/${script}`)).matchAll(/kubectl (\d[\d.]*\d)/g)) {
      expect([script, version]).toEqual([script, kubectl]);
    }
  }
  const readme = await read('knative/README.md');
  const kubectlNeeded = `[kubectl](https://kubernetes.io/docs/tasks/tools/) ${kubectl} or newer`;
  expect(await read('knative/cluster/README.md')).toContain(kubectlNeeded);
  const [, table] = /^## Versions\n(.*?)^## /ms.exec(readme)!;
  for (const version of Object.values(versions)) expect(table).toContain(version!.replace(/^.*:v|@.*$/g, ''));
});

test('a million texts cost what their time costs', async () => {
  const readme = await read('knative/cluster/README.md');
  const perSecond = Number(readme.match(/([\d,]+) a second on one core/)![1]!.replace(',', ''));
  const seconds = 1e6 / perSecond;
  const dollars = ((seconds / 3600) * 0.0816 * 1.12) / 2;
  expect(readme).toContain(
    `| $${dollars.toFixed(3)} to $${(dollars / 0.7).toFixed(3)} | ${Math.round(seconds)} µs each`,
  );
  expect(await read('knative/base/http/service.yaml')).toContain(`${perSecond.toLocaleString('en')} on`);
});

describe('the cluster', () => {
  test('has nodes on private subnets alone, and an API that answers nobody unless told', async () => {
    const [{ autoModeConfig, vpc, metadata }] = await readAll('cluster.yaml');
    expect(metadata).toMatchObject({ name: 'movie-sentiment', version: '1.35' });
    expect(autoModeConfig).toEqual({ enabled: true, nodePools: ['system'] });
    expect(vpc).toMatchObject({ controlPlaneOnPrivateSubnets: true, publicAccessCIDRs: ['192.0.2.1/32'] });
  });

  test('runs Graviton and x86, up to a limit', async () => {
    const [pool] = await readAll('node-pool.yaml');
    expect(pool.spec.template.spec.requirements).toContainEqual({
      key: 'kubernetes.io/arch',
      operator: 'In',
      values: ['arm64', 'amd64'],
    });
    expect(pool.spec.limits).toEqual({ cpu: '16' });
  });

  test("has Kourier behind an internal load balancer, in the operator's namespace", async () => {
    const [namespace, serving] = await readAll('knative-serving.yaml');
    expect(serving.metadata.namespace).toBe(namespace.metadata.name);
    expect(serving.spec.ingress.kourier).toEqual({ enabled: true, 'service-type': 'LoadBalancer' });
    expect(serving.spec.services).toEqual([
      {
        name: 'kourier',
        annotations: {
          'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal',
          'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type': 'ip',
        },
      },
    ]);
    const [, eventing] = await readAll('knative-eventing.yaml');
    expect(eventing.spec.version).toBe(serving.spec.version);
  });

  test('every setting of Knative is text, as a ConfigMap takes it', async () => {
    const [, serving] = await readAll('knative-serving.yaml');
    for (const settings of Object.values<object>(serving.spec.config)) {
      for (const value of Object.values(settings)) expect(value).toBeTypeOf('string');
    }
  });
});

describe('the authentication before it', () => {
  const tag = (name: string) => ({ tag: `!${name}`, resolve: (value: unknown) => ({ [name]: value }) });
  const sequence = { tag: '!GetAtt', resolve: (value: unknown) => ({ GetAtt: value }) };

  test('lets in nobody without a token, and refers to nothing that is not there', async () => {
    const template = parse(await read('knative/cluster/authentication.yaml'), {
      customTags: [tag('Ref'), tag('Sub'), sequence],
    });
    const { Parameters, Resources } = template;
    for (const { Type, Properties } of Object.values<{ Type: string; Properties: Record<string, unknown> }>(
      Resources,
    )) {
      if (Type !== 'AWS::ApiGatewayV2::Route') continue;
      expect(Properties).toMatchObject({ AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Authorizer' } });
    }
    const names = new Set([...Object.keys(Parameters), ...Object.keys(Resources), 'AWS::StackName']);
    const used = [...JSON.stringify(template).matchAll(/"Ref":"([^"]+)"|\$\{(\w+)\}/g)].map(
      ([, a, b]) => a ?? b!,
    );
    expect(used.length).toBeGreaterThan(10);
    for (const name of used) expect(names).toContain(name);
  });
});

describe('the workflows', () => {
  test.each(['ci.yml', 'release.yml'])('%s is one of GitHub Actions', async (file) => {
    const workflow = await read(`.github/workflows/${file}`);
    // A right that came after the validator's schema.
    const { errors } = actions.validateWorkflow(workflow.replace(/^ +attestations: write\n/gm, ''));
    expect(errors).toEqual([]);
  });

  test('a release goes the whole way, each job with no more rights than it needs', async () => {
    const { permissions, jobs } = parse(await read('.github/workflows/release.yml'));
    expect(permissions).toEqual({});
    expect(jobs.test.permissions).toEqual({ contents: 'read' });
    expect(jobs.image).toMatchObject({
      needs: 'test',
      permissions: { contents: 'read', 'id-token': 'write', attestations: 'write' },
    });
    expect(jobs.canary).toMatchObject({
      needs: 'image',
      environment: 'production',
      permissions: { contents: 'read', 'id-token': 'write' },
    });
    const steps = Object.values<{ steps: { uses?: string; run?: string }[] }>(jobs).flatMap(
      ({ steps }) => steps,
    );
    // What an outsider might have named is never pasted into a shell.
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
    expect(JSON.stringify(jobs)).not.toContain('secrets.');
  });

  test.each(['ci.yml', 'release.yml', 'cluster.yml'])(
    '%s names each action by its commit, and says which version that is',
    async (file) => {
      const workflow = await read(`.github/workflows/${file}`);
      const uses = workflow.match(/^.*\buses: .*$/gm)!;
      for (const line of uses) {
        expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      }
    },
  );

  test('a release is tested with what CI is tested with', async () => {
    const install = /apt-get install .*/;
    const [ci, release] = await Promise.all(
      ['ci', 'release'].map((name) => read(`.github/workflows/${name}.yml`)),
    );
    expect(release!.match(install)![0]).toBe(ci!.match(install)![0]);
  });

  test('a release scans and attests what is in the bundle, which a scan of the image does not see', async () => {
    const { jobs } = parse(await read('.github/workflows/release.yml'));
    const steps: { uses?: string; run?: string; with?: Record<string, unknown> }[] = jobs.image.steps;
    const commands = steps.map(({ run = '' }) => run).join('\n');
    expect(commands).toContain('npm run --silent vulnerabilities');
    expect(commands).toContain('npm run --silent sbom -- --function "$FUNCTION" >bundle.cdx.json');
    const inputs = (action: string) =>
      steps.filter(({ uses }) => uses?.includes(action)).map((step) => step.with);
    expect(inputs('trivy-action')).toContainEqual(
      expect.objectContaining({ 'scan-type': 'sbom', 'scan-ref': 'bundle.cdx.json', 'exit-code': '1' }),
    );
    expect(inputs('attest-sbom')).toContainEqual(expect.objectContaining({ 'sbom-path': 'bundle.cdx.json' }));
  });

  test('what a release calls is there', async () => {
    const { scripts: commands } = JSON.parse(await read('package.json'));
    const workflow = await read('.github/workflows/release.yml');
    for (const [, name] of workflow.matchAll(/npm run --silent (\S+)/g))
      expect(commands).toHaveProperty(name!);
    for (const [path] of workflow.matchAll(/knative\/[\w/.-]+\b/g))
      await expect(read(path)).resolves.toBeTruthy();
  });
});
