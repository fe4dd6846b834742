import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type Recorded, standIns } from '../../helpers/fake-commands.ts';
import { runInProcess } from '../../helpers/run-in-process.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const REGISTRY = '123456789012.dkr.ecr.us-east-1.amazonaws.com';
const IMAGES = [
  ...['--image', `${REGISTRY}/movie-sentiment-http@${DIGEST}`],
  ...['--events-image', `${REGISTRY}/movie-sentiment-events@${DIGEST}`],
];

const VERSION = {
  command: 'kubectl version --client --output json',
  stdout:
    '{"clientVersion":{"major":"1","minor":"32+","gitVersion":"v1.32.4-dispatcher"},"kustomizeVersion":"v5.5.0"}',
};
const service = (name: string, image: string): string => `apiVersion: serving.knative.dev/v1
kind: Service
metadata: { name: ${name}, namespace: movie-sentiment }
spec: { template: { spec: { containers: [{ image: "${image}" }] } } }
`;
const RENDERED = [
  'apiVersion: v1\nkind: Service\nmetadata: { name: not-of-knative }\n',
  service('sentiment-events', `registry:5000/events@sha256:${'0'.repeat(64)}`),
  service('sentiment-http', 'dev.local/http:local'),
].join('---\n');
const RENDER: Recorded[] = [
  VERSION,
  { command: 'kubectl *kustomize */knative/overlays/*', stdout: RENDERED },
  {
    command: 'kubectl *kustomize */deploy-*',
    shell: 'for folder; do :; done; cat "$folder/kustomization.yaml" >> "$log"',
    stdout: 'kind: Changed\n',
  },
];
const KSVC = 'services.serving.knative.dev';
const APPLY: Recorded[] = [
  {
    command: 'kubectl *apply --server-side --field-manager movie-sentiment --filename -',
    shell: 'cat >> "$log"',
    stdout: `service.serving.knative.dev/sentiment-http serverside-applied\n`,
  },
  {
    command: `kubectl *get ${KSVC}/sentiment-* --output json`,
    stdout: JSON.stringify({ metadata: {}, status: { conditions: [{ type: 'Ready', status: 'True' }] } }),
  },
  {
    command: `kubectl *get ${KSVC}/sentiment-http *jsonpath={.status.url}`,
    stdout: 'http://sentiment-http.movie-sentiment.example.com',
  },
  {
    command: `kubectl *get ${KSVC}/sentiment-events *jsonpath={.status.url}`,
    stdout: 'http://sentiment-events.movie-sentiment.svc.cluster.local',
  },
];

/** Runs `npm run deploy` with a recorded kubectl, and gives what it did: each command, and what came in after it. */
async function deploy(kubectl: readonly Recorded[] | undefined, ...args: string[]) {
  const { path, readLog } = await standIns(kubectl ? { kubectl } : {});
  const result = await runInProcess('deploy.ts', args, { env: { PATH: path } });
  return { ...result, log: await readLog() };
}

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;
if (!hasKubectl) console.warn('SKIPPED: npm run deploy with a real kubectl, since there is none');

describe('npm run deploy', () => {
  test.runIf(hasKubectl)('with a real kubectl puts the images in wherever they are used', async () => {
    const { stdout, stderr, code } = await runInProcess('deploy.ts', [
      '--overlay',
      'eks',
      ...IMAGES,
      '--dry-run',
    ]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const images = new Set([...stdout.matchAll(/image: (.+)/g)].map(([, image]) => image));
    expect([...images].sort()).toEqual([IMAGES[3], IMAGES[1]]);
    expect(stdout).toMatch(/\n# kubectl get .*sentiment-http .*\n# the last ones are repeated .*\n$/);
  });

  test('renders the overlay with the images, applies it, waits, and says what comes next', async () => {
    const { stdout, stderr, code, log } = await deploy(
      [...RENDER, ...APPLY],
      ...['--overlay', 'eks', '--context', 'theirs', ...IMAGES],
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const commands = log.filter((line) => line.startsWith('kubectl '));
    expect(commands.map((command) => command.replace(/kustomize .*\//, 'kustomize …/'))).toEqual([
      'kubectl version --client --output json',
      'kubectl --context theirs kustomize …/eks',
      expect.stringMatching(/^kubectl --context theirs kustomize …\/deploy-\w+$/),
      'kubectl --context theirs apply --server-side --field-manager movie-sentiment --filename -',
      `kubectl --context theirs get ${KSVC}/sentiment-events --namespace movie-sentiment --output json`,
      `kubectl --context theirs get ${KSVC}/sentiment-http --namespace movie-sentiment --output json`,
      `kubectl --context theirs get ${KSVC}/sentiment-events --namespace movie-sentiment --output jsonpath={.status.url}`,
      `kubectl --context theirs get ${KSVC}/sentiment-http --namespace movie-sentiment --output jsonpath={.status.url}`,
    ]);
    expect(log).toContain('kind: Changed');
    expect(log.join('\n')).toContain(
      [
        'images:',
        `  - name: dev.local/http`,
        `    newName: ${REGISTRY}/movie-sentiment-http`,
        `    digest: ${DIGEST}`,
        `  - name: registry:5000/events`,
        `    newName: ${REGISTRY}/movie-sentiment-events`,
        `    digest: ${DIGEST}`,
      ].join('\n'),
    );
    expect(stdout.split('\n').slice(-5)).toEqual([
      'sentiment-events is ready at http://sentiment-events.movie-sentiment.svc.cluster.local',
      'sentiment-http is ready at http://sentiment-http.movie-sentiment.example.com',
      '  npm run verify -- --url http://sentiment-http.movie-sentiment.example.com',
      '  if that address cannot be reached: knative/cluster/verify.sh --name theirs',
      '',
    ]);
  });

  test('with --dry-run only prints the manifests and what it would do', async () => {
    const { stdout, code, log } = await deploy(RENDER, '--overlay', 'eks', ...IMAGES, '--dry-run');
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'kind: Changed',
      '# kubectl apply --server-side --field-manager movie-sentiment --filename -',
      `# kubectl get ${KSVC}/sentiment-events --namespace movie-sentiment --output json`,
      `# kubectl get ${KSVC}/sentiment-http --namespace movie-sentiment --output json`,
      '# the last ones are repeated until all are ready or one has failed',
      '',
    ]);
    expect(log.filter((line) => /^kubectl (version|kustomize) /.test(line))).toHaveLength(3);
    expect(log.filter((line) => line.startsWith('kubectl '))).toHaveLength(3);
  });

  test('the overlay local has images of its own, and takes tags', async () => {
    expect((await deploy(RENDER, '--overlay', 'local', '--dry-run')).log).toContain('images: []');
    const { log } = await deploy(RENDER, '--overlay', 'local', '--image', 'mine:1', '--dry-run');
    expect(log.join('\n')).toContain('  - name: dev.local/http\n    newName: mine\n    newTag: "1"');
  });

  const traffic = (status: object[]): Recorded[] => [
    ...RENDER,
    {
      command: `kubectl *get ${KSVC}/sentiment-http --namespace movie-sentiment --ignore-not-found --output json`,
      stdout: JSON.stringify({ status: { traffic: status } }),
    },
    { command: `kubectl *get ${KSVC}/sentiment-events *--ignore-not-found --output json` },
  ];

  test('--canary leaves the other requests where they go now', async () => {
    const now = [{ revisionName: 'sentiment-http-00007', percent: 100, latestRevision: true }];
    const { log } = await deploy(traffic(now), '--overlay', 'eks', ...IMAGES, '--canary', '5', '--dry-run');
    const kustomization = parseAllDocuments(log.slice(log.indexOf('resources:')).join('\n'))[0]!.toJS();
    const [{ target, patch }] = kustomization.patches;
    expect(kustomization.patches).toHaveLength(1); // sentiment-events is not there yet
    expect(target).toEqual({ group: 'serving.knative.dev', kind: 'Service', name: 'sentiment-http' });
    expect(parseAllDocuments(patch)[0]!.toJS()).toEqual([
      {
        op: 'add',
        path: '/spec/traffic',
        value: [
          { revisionName: 'sentiment-http-00007', percent: 95 },
          { latestRevision: true, percent: 5, tag: 'canary' },
        ],
      },
    ]);
  });

  test('a canary after another leaves the requests with what was before both', async () => {
    const now = [
      { revisionName: 'sentiment-http-00008', percent: 60, tag: 'canary', latestRevision: true },
      { revisionName: 'sentiment-http-00007', percent: 40 },
    ];
    const { log } = await deploy(traffic(now), '--overlay', 'eks', ...IMAGES, '--canary', '0', '--dry-run');
    expect(log.join('\n')).toMatch(/revisionName: sentiment-http-00007\n\s+percent: 100\n/);
  });

  test('a canary after one that got all requests leaves them with that one', async () => {
    const now = [
      { revisionName: 'sentiment-http-00007', percent: 0 },
      { revisionName: 'sentiment-http-00008', percent: 100, tag: 'canary', latestRevision: true },
    ];
    const { log } = await deploy(traffic(now), '--overlay', 'eks', ...IMAGES, '--canary', '0', '--dry-run');
    expect(log.join('\n')).toMatch(/revisionName: sentiment-http-00008\n\s+percent: 100\n/);
  });

  test('no canary becomes all there is where nothing gets requests', async () => {
    const { stderr, code, log } = await deploy(
      [...traffic([]), ...APPLY],
      ...['--overlay', 'eks', ...IMAGES, '--canary', '0'],
    );
    expect(stderr).toContain('sentiment-http exists, but none of its revisions receives requests; deploy it');
    expect(code).toBe(1);
    expect(log.join()).not.toContain('apply');
  });

  test('says where a canary is', async () => {
    const now = [{ revisionName: 'sentiment-http-00007', percent: 100 }];
    const url = 'http://canary-sentiment-http.movie-sentiment.example.com';
    const tagged = {
      command: 'kubectl *get *jsonpath={.status.traffic\\[?\\(@.tag==\\"canary\\"\\)\\].url}',
      stdout: url,
    };
    const recorded = [...traffic(now), ...APPLY, tagged];
    const { stdout } = await deploy(recorded, '--overlay', 'eks', ...IMAGES, '--canary', '0');
    expect(stdout).toContain(`sentiment-http is ready at ${url}\n  npm run verify -- --url ${url}\n`);
    expect(stdout).toContain('knative/cluster/verify.sh --canary\n');
    const nowhere = await deploy(
      [...traffic(now), ...APPLY, { ...tagged, stdout: '' }],
      ...['--overlay', 'eks', ...IMAGES, '--canary', '0'],
    );
    expect(nowhere.stderr).toBe(
      'error: sentiment-http is ready, but has no address; "kubectl describe" shows more\n',
    );
    expect(nowhere.code).toBe(1);
  });

  test('ends with the reason where a service cannot become ready, and says it once', async () => {
    const knativeService = {
      metadata: { name: 'sentiment-events', generation: 2 },
      status: {
        observedGeneration: 2,
        latestCreatedRevisionName: 'sentiment-events-00002',
        latestReadyRevisionName: 'sentiment-events-00001',
        conditions: [{ type: 'Ready', status: 'Unknown', reason: 'Deploying' }],
      },
    };
    const pod = {
      kind: 'Pod',
      metadata: { name: 'pod-1', labels: { 'serving.knative.dev/revision': 'sentiment-events-00002' } },
      status: {
        containerStatuses: [
          {
            name: 'user-container',
            ready: false,
            restartCount: 2,
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: { terminated: { exitCode: 1, reason: 'Error' } },
          },
        ],
      },
    };
    const broken: Recorded[] = [
      ...RENDER,
      APPLY[0]!,
      { command: `kubectl *get ${KSVC}/sentiment-events *json`, stdout: JSON.stringify(knativeService) },
      { command: 'kubectl *get revisions*,pods *', stdout: JSON.stringify({ items: [pod] }) },
      { command: 'kubectl *logs pod-1 *--previous', stdout: 'first line\nError: no model\n' },
    ];
    const { stderr, code } = await deploy(broken, '--overlay', 'eks', '--context', 'theirs', ...IMAGES);
    expect(stderr.split('\n')).toEqual([
      'sentiment-events is not ready yet: CrashLoopBackOff: the container user-container ends with exit code 1',
      'error: sentiment-events cannot become ready: CrashLoopBackOff: the container user-container ends with exit code 1',
      '  revision: sentiment-events-00002',
      '  pod: pod-1',
      '  the end of its log:',
      '    first line',
      '    Error: no model',
      '  requests still go to sentiment-events-00001',
      '  next: kubectl --context theirs describe pod/pod-1 --namespace movie-sentiment',
      '',
    ]);
    expect(code).toBe(1);
  });

  const OLD = { ...VERSION, stdout: '{"clientVersion":{"major":"1","minor":"26","gitVersion":"v1.26.0"}}' };
  const REFUSED = { ...APPLY[0]!, stderr: 'error: forbidden\n', code: 1, stdout: '' };
  test.each<[string, readonly Recorded[] | undefined, string[], string]>([
    ['kubectl is not there', undefined, ['--overlay', 'eks'], 'kubectl is not on the PATH; see https://'],
    ['kubectl is too old', [OLD], ['--overlay', 'eks'], 'kubectl is v1.26.0; expected 1.27 or newer'],
    [
      'the overlay is not there',
      [],
      ['--overlay', 'mars'],
      'no overlay "mars" in knative/overlays; expected eks, ',
    ],
    [
      'the overlay is a path',
      [],
      ['--overlay', '/some/path'],
      'no overlay "/some/path" in knative/overlays: --overlay is the name of a folder there, not a path; expected eks, ',
    ],
    ['no overlay is named', [], [], "required option '--overlay <name>' not specified"],
    [
      'an image is a tag',
      RENDER,
      ['--overlay', 'eks', '--image', 'a/b:1', ...IMAGES.slice(2)],
      '"a/b:1" is a tag; the overlay eks accepts only REF@sha256:…: Knative\'s controller asks the registry',
    ],
    [
      'an image is missing',
      RENDER,
      ['--overlay', 'eks', ...IMAGES.slice(0, 2)],
      'the overlay eks has sentiment-events, which has its own image; expected --events-image REF@sha256:… too',
    ],
    [
      'the images are swapped',
      RENDER,
      ['--overlay', 'eks', '--image', IMAGES[3]!, '--events-image', IMAGES[1]!],
      `--image is "${REGISTRY}/movie-sentiment-events"; expected the image of sentiment-http`,
    ],
    [
      'an image is too many',
      [VERSION, { command: 'kubectl kustomize *', stdout: service('sentiment-http', 'a') }],
      ['--overlay', 'eks', ...IMAGES],
      'the overlay eks has no sentiment-events; expected no --events-image',
    ],
    [
      'nothing is deployed',
      [VERSION, { command: 'kubectl kustomize *', stdout: 'kind: Namespace\n' }],
      ['--overlay', 'eks', ...IMAGES],
      'the overlay has no Knative service',
    ],
    [
      'an image is none',
      [],
      ['--overlay', 'eks', '--image', 'a b'],
      '"a b" is not an image reference; expected REGISTRY/NAME@sha256:…',
    ],
    [
      'a share is none',
      [],
      ['--overlay', 'eks', '--canary', '101'],
      '--canary is "101"; expected an integer from 0 to 100',
    ],
    [
      'the cluster refuses',
      [...RENDER, REFUSED],
      ['--overlay', 'eks', ...IMAGES],
      'kubectl apply --server-side --field-manager movie-sentiment --filename - ended with 1: error: forbidden',
    ],
  ])('ends in a line when %s', async (_, kubectl, args, message) => {
    const { stderr, code } = await deploy(kubectl, ...args);
    expect(stderr).toMatch(/^error: .+\n$/);
    expect(stderr).toContain(message);
    expect(code).toBe(1);
  });
});
