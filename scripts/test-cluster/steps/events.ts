import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments, stringify } from 'yaml';
import { type Cluster, getJson, listPods, patch, type Step, StepFailure, seeUntil } from '../cluster.ts';
import { countEvents, type Reply } from '../count-events.ts';

const COUNT = 1000;
const POISON_EVERY = 20;
const SECONDS = 50;
const KILLS = 3;
const DEAD_LETTERS = 'sinks.knative.dev/job-sink-name=dead-letters';
/** The time limit, enough for all retries of the Broker, a cold start and pulling the images. */
const SETTLE_SECONDS = 180;
/** The time without a new reply after which the replies count as complete, in milliseconds. */
const QUIET_MS = 20_000;

/**
 * The step that sends events, some of them poison, while the receiving pod is killed. Each event must give one reply or
 * one dead letter. Then a dead letter is sent again, which must give another dead letter.
 * @param manifests the applied manifests of the overlay
 */
export function events(manifests: string): Step {
  return {
    name: `${COUNT.toLocaleString('en')} events, the pod killed`,
    run: async (cluster) => {
      const { kubectl, namespace, clock, say } = cluster;
      const image = imageOf(manifests);
      const apply = async (objects: object[]) =>
        kubectl(
          ['apply', '--server-side', '--filename', '-'],
          objects.map((o) => stringify(o)).join('---\n'),
        );
      await apply(await sink(namespace, image));
      await seeReady(cluster, 'pod/test-replies', 'Ready');
      for (const trigger of ['classify', 'test-replies']) {
        await seeReady(cluster, `triggers.eventing.knative.dev/${trigger}`, 'Ready');
      }
      await apply(await sender(cluster, image));
      for (let i = 0; i < KILLS; i++) {
        await clock.sleep((SECONDS * 1000) / (KILLS + 1));
        const killed = (await listPods(cluster, 'sentiment-events')).map(({ name }) => name);
        if (killed.length === 0) continue;
        say(`killing ${killed.join(', ')}`);
        const force = ['--grace-period', '0', '--force', '--wait=false'];
        await kubectl(['delete', 'pod', ...killed, '--namespace', namespace, ...force]);
      }
      await seeReady(cluster, 'job/test-events', 'Complete');
      const outcome = JSON.parse(await readLog(cluster, 'job/test-events'));
      if (outcome.sent !== COUNT) {
        throw new StepFailure(`the Broker took ${outcome.sent} of ${COUNT} events, each tried 8 times`);
      }
      await seeAll(cluster);
      await clock.sleep(QUIET_MS);
      const seen = countEvents(
        await readReplies(cluster),
        await countDeadLetters(cluster),
        COUNT,
        POISON_EVERY,
      );
      await failAgain(cluster);
      return `${seen}; the sender tried ${outcome.again} again; a dead letter that failed again was kept`;
    },
  };
}

/** Sends a dead letter again, which must fail as before. */
async function failAgain(cluster: Cluster): Promise<void> {
  const before = await listDeadLetters(cluster);
  await patch(cluster, `job/${before[0]}`, { spec: { suspend: false } });
  await seeUntil(cluster, 'a second dead letter of one event', SETTLE_SECONDS, async () => {
    const now = await listDeadLetters(cluster);
    return { isSeen: now.length === before.length + 1, seen: `${now.length} dead letters` };
  });
}

async function listDeadLetters(cluster: Cluster): Promise<string[]> {
  const { items } = await getJson(cluster, 'jobs', '--selector', DEAD_LETTERS);
  return (items as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name);
}

const countDeadLetters = async (cluster: Cluster): Promise<number> => (await listDeadLetters(cluster)).length;

async function readReplies(cluster: Cluster): Promise<Reply[]> {
  const log = await readLog(cluster, 'pod/test-replies');
  return log.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
}

/** Waits for the expected number of replies and dead letters; they are checked later. */
async function seeAll(cluster: Cluster): Promise<void> {
  const expected = { replies: COUNT - COUNT / POISON_EVERY, dead: COUNT / POISON_EVERY };
  await seeUntil(cluster, 'a reply or dead letter for each event', SETTLE_SECONDS, async () => {
    const [replies, dead] = [(await readReplies(cluster)).length, await countDeadLetters(cluster)];
    const isSeen = replies >= expected.replies && dead >= expected.dead;
    return { isSeen, seen: `${replies} replies and ${dead} dead letters` };
  });
}

function readLog({ kubectl, namespace }: Cluster, resource: string): Promise<string> {
  return kubectl(['logs', resource, '--namespace', namespace, '--tail', '-1']);
}

async function seeReady(cluster: Cluster, resource: string, condition: string): Promise<void> {
  await seeUntil(cluster, `${resource} is ${condition}`, SETTLE_SECONDS, async () => {
    const { status } = await getJson(cluster, resource);
    const conditions: { type: string; status: string; message?: string }[] = status?.conditions ?? [];
    const found = conditions.find(({ type }) => type === condition);
    return { isSeen: found?.status === 'True', seen: found?.message ?? 'it is not yet' };
  });
}

/** The image of sentiment-events, which the test uses only for its Node.js. */
function imageOf(manifests: string): string {
  const document = parseAllDocuments(manifests).find(
    (document) => document.getIn(['metadata', 'name']) === 'sentiment-events',
  );
  const image = document?.getIn(['spec', 'template', 'spec', 'containers', 0, 'image']);
  if (typeof image !== 'string') throw new StepFailure('the overlay has no sentiment-events');
  return image;
}

async function podSpec(program: string, image: string, env: Record<string, string>) {
  const file = fileURLToPath(new URL(`../in-cluster/${program}`, import.meta.url));
  const args = ['--input-type=module', '--eval', await readFile(file, 'utf8')];
  return {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    containers: [
      {
        name: 'test',
        image,
        command: ['/nodejs/bin/node'],
        args,
        env: Object.entries(env).map(([name, value]) => ({ name, value })),
        resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } },
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 65532,
          readOnlyRootFilesystem: true,
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          seccompProfile: { type: 'RuntimeDefault' },
        },
      },
    ],
  };
}

/** Makes a pod that records the replies, and a Trigger that delivers them to it. */
async function sink(namespace: string, image: string): Promise<object[]> {
  const metadata = { name: 'test-replies', namespace, labels: { app: 'test-replies' } };
  const spec = await podSpec('keep-events.mjs', image, { PORT: '8080' });
  Object.assign(spec.containers[0]!, { readinessProbe: { httpGet: { path: '/', port: 8080 } } });
  return [
    { apiVersion: 'v1', kind: 'Pod', metadata, spec },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: metadata.labels, ports: [{ port: 80, targetPort: 8080 }] },
    },
    {
      apiVersion: 'eventing.knative.dev/v1',
      kind: 'Trigger',
      metadata,
      spec: {
        broker: 'reviews',
        filter: { attributes: { type: 'dev.movie-sentiment.classified.v1' } },
        subscriber: { ref: { apiVersion: 'v1', kind: 'Service', name: 'test-replies' } },
      },
    },
  ];
}

/** Makes a Job that sends the events. */
async function sender(cluster: Cluster, image: string): Promise<object[]> {
  const { namespace } = cluster;
  const { status } = await getJson(cluster, 'brokers.eventing.knative.dev/reviews');
  const env = {
    BROKER_URL: status.address.url,
    COUNT: String(COUNT),
    SECONDS: String(SECONDS),
    POISON_EVERY: String(POISON_EVERY),
  };
  const spec = await podSpec('send-events.mjs', image, env);
  const metadata = { name: 'test-events', namespace };
  const job = { backoffLimit: 0, activeDeadlineSeconds: 300, template: { spec } };
  return [{ apiVersion: 'batch/v1', kind: 'Job', metadata, spec: job }];
}
