import { describe, expect, test } from 'vitest';
import type { Kubectl } from '../../../scripts/deploy/kubectl.ts';
import { waitUntilReady } from '../../../scripts/deploy/wait-until-ready.ts';
import { UsageError } from '../../../scripts/program/run-program.ts';

const SERVICE = { name: 'sentiment-http', namespace: 'ns', image: 'a' };
const REVISION = 'sentiment-http-00002';

/** A service of which Knative says this. */
const serviceThatIs = (status: string, more: object = {}, generations: [number, number] = [2, 2]) => ({
  metadata: { name: SERVICE.name, generation: generations[0] },
  status: {
    observedGeneration: generations[1],
    latestCreatedRevisionName: REVISION,
    latestReadyRevisionName: REVISION,
    conditions: [{ type: 'Ready', status, ...more }],
  },
});
const READY = { service: serviceThatIs('True') };

const revisionThatSays = (...conditions: object[]) => ({
  kind: 'Revision',
  metadata: { name: REVISION },
  status: { conditions },
});
const podWith = (status: object, revision = REVISION) => ({
  kind: 'Pod',
  metadata: { name: 'pod-1', labels: { 'serving.knative.dev/revision': revision } },
  status,
});
const containerThatIs = (state: object, more: object = {}) =>
  podWith({
    containerStatuses: [
      { name: 'queue-proxy', ready: false, restartCount: 0, state: { running: {} } },
      { name: 'user-container', ready: false, restartCount: 0, state, ...more },
    ],
  });
const waitingFor = (reason: string, message = 'why', more: object = {}) =>
  containerThatIs({ waiting: { reason, message } }, more);

/** What the cluster is like at one look. */
interface Look {
  service: object;
  resources?: object[];
}

/** Waits for a cluster that is like this at each look, the last one for ever, by a clock that only the wait moves on. */
async function wait(looks: readonly Look[], log: string | Error = '') {
  let numLooks = 0;
  let now = 0;
  const troubles: string[] = [];
  const commands: string[] = [];
  const look = () => looks[Math.min(numLooks, looks.length) - 1]!;
  const kubectl: Kubectl = async (args) => {
    commands.push(args.join(' '));
    if (args[0] === 'logs') {
      if (log instanceof Error) throw log;
      return log;
    }
    if (args[1]!.startsWith('services.')) {
      numLooks++;
      return JSON.stringify(look().service);
    }
    return JSON.stringify({ items: look().resources ?? [] });
  };
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
  };
  const onTrouble = (line: string) => troubles.push(line);
  const error = await waitUntilReady([SERVICE], { kubectl, onTrouble, clock }).catch((error) => error);
  return { error: error as UsageError | undefined, seconds: now / 1000, troubles, commands };
}
const deploying = (...resources: object[]): Look => ({
  service: serviceThatIs('Unknown', { reason: 'Deploying', message: 'soon' }),
  resources,
});

describe('waiting for a service', () => {
  test('ends at once where it is ready, and asks for nothing else', async () => {
    const { error, seconds, commands } = await wait([READY]);
    expect(error).toBeUndefined();
    expect(seconds).toBe(0);
    expect(commands).toHaveLength(1);
  });

  test('takes the state of what was there before for no answer', async () => {
    const { error, seconds } = await wait([{ service: serviceThatIs('True', {}, [3, 2]) }, READY]);
    expect(error).toBeUndefined();
    expect(seconds).toBe(1);
  });

  test('goes on while its pod starts, and says nothing', async () => {
    const { error, troubles } = await wait([
      { service: { metadata: {} } },
      { service: serviceThatIs('Unknown', { reason: 'RevisionMissing' }) },
      deploying(),
      deploying(waitingFor('ContainerCreating')),
      READY,
    ]);
    expect(error).toBeUndefined();
    expect(troubles).toEqual([]);
  });

  test('lives through a crash that does not repeat itself, and tells of it once', async () => {
    const crashed = deploying(containerThatIs({ terminated: { exitCode: 139, reason: 'Error' } }));
    const { error, troubles } = await wait([crashed, crashed, READY]);
    expect(error).toBeUndefined();
    expect(troubles).toEqual([
      'sentiment-http is not ready yet: Error: the container user-container ends with exit code 139',
    ]);
  });

  test('does not mind the pods of other revisions', async () => {
    const status = waitingFor('CrashLoopBackOff').status;
    const { error } = await wait([deploying(podWith(status, 'sentiment-http-00001')), READY]);
    expect(error).toBeUndefined();
  });

  test.each<[string, Look, number, string]>([
    [
      'a crash that repeats itself',
      deploying(
        waitingFor('CrashLoopBackOff', '', {
          lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
        }),
      ),
      0,
      'CrashLoopBackOff: the container user-container ends with exit code 137 (OOMKilled)',
    ],
    [
      'an image that no node may pull',
      deploying(waitingFor('ErrImageNeverPull')),
      0,
      'ErrImageNeverPull: user-container: why',
    ],
    [
      'an image that cannot be pulled',
      deploying(waitingFor('ImagePullBackOff')),
      15,
      'ImagePullBackOff: user-container: why',
    ],
    [
      'a Secret that is not there',
      deploying(waitingFor('CreateContainerConfigError')),
      10,
      'CreateContainerConfigError: user-container: why',
    ],
    [
      'a pod that finds no node',
      deploying(
        podWith({
          conditions: [
            { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes' },
          ],
        }),
      ),
      180,
      'Unschedulable: no node accepts the pod: 0/1 nodes',
    ],
    [
      'a quota',
      deploying(
        revisionThatSays(
          { type: 'Ready', status: 'False', reason: 'FailedCreate', message: 'sum' },
          { type: 'ResourcesAvailable', status: 'False', reason: 'FailedCreate', message: 'exceeded quota' },
        ),
      ),
      10,
      'FailedCreate: exceeded quota',
    ],
    [
      'what Knative refuses',
      { service: serviceThatIs('False', { reason: 'RevisionMissing', message: 'no such revision' }) },
      10,
      'RevisionMissing: no such revision',
    ],
  ])('stops at %s', async (_, look, seconds, message) => {
    const result = await wait([look]);
    expect(result.error).toBeInstanceOf(UsageError);
    expect(result.error!.message).toContain(`sentiment-http cannot become ready: ${message}\n`);
    expect(result.error!.message).toContain('\n  next: kubectl describe ');
    expect(result.seconds).toBe(seconds);
  });

  test('ends after five minutes where it may yet become ready, with what its pod does', async () => {
    const running = containerThatIs({ running: {} }, { restartCount: 2 });
    const { error, seconds } = await wait([deploying(running)], 'listening on 9090\n');
    expect(seconds).toBe(300);
    expect(error!.message.split('\n')).toEqual([
      'sentiment-http is not ready after 300 s and may yet become it: NotReady: the container user-container runs, ' +
        'but is not ready, and was restarted 2 times',
      `  revision: ${REVISION}`,
      '  pod: pod-1',
      '  the end of its log:',
      '    listening on 9090',
      '  next: kubectl describe pod/pod-1 --namespace ns',
    ]);
  });

  test('that nothing is known of names the service', async () => {
    const { error } = await wait([{ service: { metadata: { generation: 1 } } }]);
    expect(error!.message).toBe(
      'sentiment-http is not ready after 300 s and may yet become it: Knative gives no reason\n' +
        '  next: kubectl describe services.serving.knative.dev/sentiment-http --namespace ns',
    );
  });

  test('shows what Kubernetes kept where the log is gone', async () => {
    const lastState = { terminated: { exitCode: 1, message: 'no model\n' } };
    const crashed = [deploying(waitingFor('CrashLoopBackOff', '', { lastState }))];
    for (const log of [new UsageError('previous terminated container not found'), '']) {
      expect((await wait(crashed, log)).error!.message).toContain('  the end of its log:\n    no model\n');
    }
    const bug = new TypeError('a mistake of ours');
    expect((await wait(crashed, bug)).error).toBe(bug);
  });
});
