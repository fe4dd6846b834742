import { describe, expect, test } from 'vitest';
import { type Recorded, standIns } from '../../helpers/fake-commands.ts';
import { runInProcess } from '../../helpers/run-in-process.ts';

const GATEWAYS = ['--url', 'http://127.0.0.1:1', '--internal-url', 'http://127.0.0.1:2'];
const ALL = ['verify', 'roll', 'canary', 'events', 'scale', 'cold'];
const VERSION = {
  command: 'kubectl version *',
  stdout: '{"clientVersion":{"major":"1","minor":"34","gitVersion":"v1.34.0"}}',
};
const service = (name: string): string => `apiVersion: serving.knative.dev/v1
kind: Service
metadata: { name: ${name}, namespace: movie-sentiment-test }
spec: { template: { spec: { containers: [{ image: "a" }] } } }
`;
const KUBECTL: Recorded[] = [
  VERSION,
  {
    command: 'kubectl *kustomize */deploy-*',
    shell: 'for folder; do :; done; cat "$folder/kustomization.yaml" >> "$log"',
    stdout: service('sentiment-http'),
  },
  { command: 'kubectl *kustomize *', stdout: service('sentiment-http') },
  { command: 'kubectl *delete namespace movie-sentiment-test *' },
];
const NONE = { command: 'kubectl *get namespace movie-sentiment-test *' };
const APPLY = { command: 'kubectl *apply *', stdout: 'applied\n' };
const ready = (status: string): Recorded => ({
  command: 'kubectl *get services.serving.knative.dev/sentiment-http *',
  stdout: JSON.stringify({ metadata: {}, status: { conditions: [{ type: 'Ready', status }] } }),
});

async function run(kubectl: readonly Recorded[], ...args: string[]) {
  const { path, readLog } = await standIns({ kubectl });
  const result = await runInProcess('test-cluster.ts', [...GATEWAYS, ...args], { env: { PATH: path } });
  return { ...result, log: (await readLog()).join('\n') };
}

describe('npm run test:cluster', () => {
  test('deploys into a namespace of its own, prints a table and a verdict, and deletes it', async () => {
    const { stdout, stderr, code, log } = await run(
      [...KUBECTL, NONE, APPLY, ready('True')],
      ...['--context', 'theirs', '--skip', ...ALL],
    );
    expect(stdout).toMatch(
      /^\| step .*\n.*\n\| deploy .* ok: 1 resources applied; sentiment-http ready \|\n\n1 steps, all ok\n$/,
    );
    expect(stderr).toContain('deleting the namespace movie-sentiment-test\n');
    expect(code).toBe(0);
    expect(log).toContain('namespace: movie-sentiment-test');
    expect(log).toMatch(/kubectl --context theirs delete namespace movie-sentiment-test .*$/);
  });

  test('ends with 1 where the deployment fails, makes no other step, and cleans up', async () => {
    const refused = { ...APPLY, stderr: 'forbidden', code: 1 };
    const { stdout, code, log } = await run([...KUBECTL, NONE, refused], '--context', 'theirs');
    expect(stdout).toMatch(/\*\*deploy\*\* .*FAILED: kubectl .* ended with 1: forbidden/);
    expect(stdout).toContain('1 of 7 steps made, failed: deploy\n');
    expect(code).toBe(1);
    expect(log).toContain('delete namespace');
  });

  test.each<[string, Recorded[], string[], string]>([
    [
      'nobody named the context',
      [VERSION, { command: 'kubectl config current-context', stdout: 'mine\n' }],
      [],
      'no --context, and no terminal to ask on; expected --context mine',
    ],
    [
      'the namespace is there',
      [VERSION, { ...NONE, stdout: 'namespace/movie-sentiment-test\n' }],
      ['--context', 'theirs'],
      'the namespace movie-sentiment-test already exists, and the test would delete it; expected',
    ],
    ['the gateway is none', [VERSION], ['--context', 'a', '--url', 'nowhere'], '"nowhere" is not a URL'],
    ['a step is none', [VERSION], ['--skip', 'all'], 'Allowed choices are verify, roll, canary'],
  ])('touches nothing where %s', async (_, kubectl, args, message) => {
    const { stderr, code, log } = await run(kubectl, ...args);
    expect(stderr).toContain(message);
    expect(code).toBe(1);
    expect(log).not.toMatch(/apply|delete/);
  });
});
