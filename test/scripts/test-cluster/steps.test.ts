import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Cluster, Step } from '../../../scripts/test-cluster/cluster.ts';
import { moveCanary } from '../../../scripts/test-cluster/steps/canary.ts';
import { coldStarts } from '../../../scripts/test-cluster/steps/cold-starts.ts';
import { deployOverlay } from '../../../scripts/test-cluster/steps/deploy.ts';
import { events } from '../../../scripts/test-cluster/steps/events.ts';
import { rollRevision } from '../../../scripts/test-cluster/steps/roll.ts';
import { scale } from '../../../scripts/test-cluster/steps/scale.ts';
import { verifyBoth } from '../../../scripts/test-cluster/steps/verify.ts';
import { type Answer, podList, readyService, startCluster } from '../../helpers/fake-cluster.ts';

const HTTP = 'services.serving.knative.dev/sentiment-http';
const MANIFESTS = ['sentiment-http', 'sentiment-events']
  .map(
    (name) => `apiVersion: serving.knative.dev/v1
kind: Service
metadata: { name: ${name}, namespace: ns-test }
spec:
  template:
    metadata:
      annotations:
        autoscaling.knative.dev/scale-to-zero-pod-retention-period: 60s
        autoscaling.knative.dev/max-scale: "2"
    spec: { containers: [{ image: "${name}:1" }] }
`,
  )
  .join('---\n');

/** Makes a step in a cluster that answers so. */
async function make(step: Step, answer: Answer, change: (cluster: Cluster) => void = () => {}) {
  using fake = await startCluster(answer);
  change(fake.cluster);
  const seen = await step.run(fake.cluster).catch((error: Error) => error);
  return { seen, commands: fake.commands, said: fake.said };
}
const patchesOf = (commands: string[]) =>
  commands.flatMap((command) =>
    command.startsWith('patch ') ? [JSON.parse(command.split('--patch ')[1]!)] : [],
  );

test('deploying applies the overlay, and waits for both services', async () => {
  const { seen, commands } = await make(deployOverlay(MANIFESTS), (command) => {
    if (command.startsWith('apply')) return 'one\ntwo\n';
    return readyService(1, 'a-1');
  });
  expect(seen).toBe('2 resources applied; sentiment-http and sentiment-events ready');
  expect(commands[0]).toBe('apply --server-side --field-manager movie-sentiment --filename -');
});

test('verifying tells each check that fails', async () => {
  const { seen } = await make(verifyBoth, () => readyService(1, 'a-1'));
  expect((seen as Error).message).toMatch(/^\d+ of \d+ checks failed: sentiment-http \w+: /);
});

describe('rolling a revision', () => {
  /** A service whose new revision is ready so many looks after it was made. */
  const service = (numLooks: number): Answer => {
    let left = Number.POSITIVE_INFINITY;
    return (command) => {
      if (command.startsWith('get pods')) return podList(1);
      if (command.startsWith('patch')) left = numLooks;
      if (command !== `get ${HTTP}`) return '';
      return left-- > 0 ? readyService(1, 'a-1') : readyService(2, 'a-2');
    };
  };

  test('changes an annotation alone, and loses nothing', async () => {
    const { seen, commands } = await make(rollRevision, service(2));
    expect(seen).toMatch(/^[\d,]+ of [\d,]+ requests answered; a-2 took over$/);
    expect(patchesOf(commands)).toEqual([
      { spec: { template: { metadata: { annotations: { 'movie-sentiment.dev/test': '2' } } } } },
    ]);
  });

  test('fails where the revision does not come', async () => {
    const { seen } = await make(rollRevision, service(Number.POSITIVE_INFINITY));
    expect((seen as Error).message).toBe(
      'a new revision of sentiment-http: not within 120 s, but the latest that is ready is a-1',
    );
  });
});

describe('a canary', () => {
  /** A service whose traffic is as it was last patched; `isStuck` leaves it where it was first. */
  const service = (isStuck = false): Answer => {
    let traffic: { percent: number }[] = [];
    let generation = 1;
    return (command) => {
      if (command.startsWith('patch')) {
        generation++;
        const [patch] = patchesOf([command]);
        if (!isStuck || generation < 3) traffic = patch.spec.traffic;
        return '';
      }
      const revision = generation === 1 ? 'a-1' : 'a-2';
      const [stable, canary] = traffic;
      const shares = canary && [
        stable,
        { ...canary, revisionName: 'a-2', url: 'http://canary-service.example' },
      ];
      return readyService(generation, revision, { traffic: shares });
    };
  };

  test('gets more and more of the requests, and none is lost', async () => {
    const { seen, commands } = await make(moveCanary, service());
    expect(seen).toMatch(/requests answered; 0, 10, 50, 100 % to a-2$/);
    const shares = patchesOf(commands).map(({ spec }) =>
      spec.traffic.map(({ percent }: { percent: number }) => percent),
    );
    expect(shares).toEqual([
      [100, 0],
      [90, 10],
      [50, 50],
      [0, 100],
    ]);
  });

  test('that stays where it is fails', async () => {
    const { seen } = await make(moveCanary, service(true));
    expect((seen as Error).message).toBe('10 % to a-2: not within 60 s, but 0 %');
  });
});

describe('scaling', () => {
  const pods =
    (...counts: number[]): Answer =>
    (command) =>
      command.startsWith('get pods')
        ? podList(counts.length > 1 ? counts.shift()! : counts[0]!)
        : readyService(1, 'a-1');

  test('goes from nothing to two pods and back while requests come', async () => {
    const { seen, said } = await make(scale, pods(1, 0, 0, 1, 1, 2, 2, 1, 1, 0));
    expect(seen).toMatch(/requests answered$/);
    expect(said).toHaveLength(4);
  });

  test('fails where the last pod stays', async () => {
    const { seen } = await make(scale, pods(1));
    expect((seen as Error).message).toBe(
      '0 ready pods of sentiment-http: not within 240 s, but 1 pods, 1 of them ready',
    );
  });
});

describe('cold starts', () => {
  const answer =
    (applied: string[]): Answer =>
    (command, stdin) => {
      if (command.startsWith('apply')) applied.push(stdin);
      return command.startsWith('get pods') ? podList(0) : readyService(1, 'a-1');
    };

  test('are those of a copy that goes to zero soon', async () => {
    const applied: string[] = [];
    const { seen, said } = await make(coldStarts(MANIFESTS), answer(applied));
    expect(seen).toBe('median 0.00 s, slowest 0.00 s of 10');
    expect(said).toHaveLength(10);
    const { metadata, spec } = parse(applied[0]!);
    expect(metadata.name).toBe('sentiment-cold');
    expect(spec.template.metadata.annotations).toEqual({
      'autoscaling.knative.dev/max-scale': '2',
      'autoscaling.knative.dev/window': '6s',
    });
  });

  test('that are slow fail', async () => {
    const { seen } = await make(coldStarts(MANIFESTS), answer([]), ({ clock }) => {
      const { now } = clock;
      let numLooks = 0;
      clock.now = () => now() + 6000 * numLooks++;
    });
    expect((seen as Error).message).toMatch(/^median \d+\.00 s.*; expected at most 5 s$/);
  });

  test('need the service', async () => {
    const { seen } = await make(coldStarts('kind: Namespace\n'), answer([]));
    expect((seen as Error).message).toBe('the overlay has no sentiment-http');
  });
});

describe('events', () => {
  const COUNT = 1000;
  interface World {
    sent?: number;
    replies?: number[];
    dead?: number;
    isForgotten?: boolean;
  }
  /** A cluster in which all has come of the events already. */
  function world(
    { sent = COUNT, replies, dead = 50, isForgotten = false }: World,
    applied: string[],
  ): Answer {
    const subjects = replies ?? Array.from({ length: COUNT }, (_, i) => i + 1).filter((i) => i % 20 !== 0);
    const log = subjects.map((i) => `${JSON.stringify({ subject: String(i) })}\n`).join('');
    let numJobs = dead;
    return (command, stdin) => {
      if (command.startsWith('apply')) applied.push(stdin);
      if (command.startsWith('patch job/dead-0') && !isForgotten) numJobs++;
      if (/^(apply|delete|patch)/.test(command)) return '';
      if (command.startsWith('logs pod/test-replies')) return log;
      if (command.startsWith('logs job/')) return JSON.stringify({ sent, again: 3 });
      if (command.startsWith('get pods')) return podList(1);
      if (command.startsWith('get jobs')) {
        return { items: Array.from({ length: numJobs }, (_, i) => ({ metadata: { name: `dead-${i}` } })) };
      }
      const conditions = ['Ready', 'Complete'].map((type) => ({ type, status: 'True' }));
      return { status: { conditions, address: { url: 'http://broker.example/ns-test/reviews' } } };
    };
  }

  test('each give a reply or a dead letter while pods are killed, and a second failure has a place', async () => {
    const applied: string[] = [];
    const { seen, commands } = await make(events(MANIFESTS), world({}, applied));
    expect(seen).toBe(
      '950 replies and 50 dead letters, none lost or doubled; the sender tried 3 again; a dead letter that failed ' +
        'again was kept',
    );
    expect(
      commands.filter((command) => command.startsWith('delete pod pod-0 --grace-period 0')),
    ).toHaveLength(3);
    expect(applied.join()).toContain('image: sentiment-events:1');
    expect(applied.join()).toContain('value: http://broker.example/ns-test/reviews');
  });

  test.each<[string, World]>([
    ['the Broker took 999 of 1000 events, each tried 8 times', { sent: 999 }],
    [
      'a reply or dead letter for each event: not within 180 s, but 1 replies and 50 dead letters',
      { replies: [1] },
    ],
    ['a second dead letter of one event: not within 180 s, but 50 dead letters', { isForgotten: true }],
  ])('fail where %s', async (message, state) => {
    const { seen } = await make(events(MANIFESTS), world(state, []));
    expect((seen as Error).message).toBe(message);
  });

  test('need the function that takes them', async () => {
    const { seen } = await make(events('kind: Namespace\n'), world({}, []));
    expect((seen as Error).message).toBe('the overlay has no sentiment-events');
  });

  test('are not there where their Trigger is not ready', async () => {
    const { seen } = await make(events(MANIFESTS), (command) => {
      if (command.startsWith('get triggers')) {
        return { status: { conditions: [{ type: 'Ready', status: 'False', message: 'no such Broker' }] } };
      }
      return world({}, [])(command, '');
    });
    expect((seen as Error).message).toBe(
      'triggers.eventing.knative.dev/classify is Ready: not within 180 s, but no such Broker',
    );
  });
});
