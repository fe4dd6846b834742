import { describe, expect, test } from 'vitest';
import { awaitWebhook } from '../../../scripts/deploy/await-webhook.ts';
import { UsageError } from '../../../scripts/program/run-program.ts';

const BROKER = `apiVersion: eventing.knative.dev/v1
kind: Broker
metadata:
  name: reviews
  namespace: ns
`;
const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ns\n';
const GOOD = '{"metadata":{"annotations":{"eventing.knative.dev/broker.class":"MTChannelBasedBroker"}}}';
const BARE = '{"metadata":{"annotations":{}}}';
const NOT_UP = new UsageError(
  'kubectl apply ended with 1: failed calling webhook "webhook.eventing": refused',
);

/** Waits for a webhook that answers so to each dry run, at last for ever; gives what was applied, and the time. */
async function run(
  answers: readonly (string | Error)[],
  manifests = `${NAMESPACE}---\n${BROKER}`,
  stored = '',
) {
  const applied: string[] = [];
  let now = 0;
  let numTries = 0;
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
  };
  const apply = async (yaml: string, ...options: string[]) => {
    applied.push([/kind: (\w+)/.exec(yaml)![1], ...options].join(' '));
    if (!options.includes('--dry-run=server')) return 'applied\n';
    const answer = answers[Math.min(numTries++, answers.length - 1)]!;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const error = await awaitWebhook(manifests, apply, async () => stored, clock).catch((error) => error);
  return { error, applied, seconds: now / 1000 };
}

describe('before a Broker is applied', () => {
  test('its namespace is made, and the webhook asked once where it is up', async () => {
    expect(await run([GOOD])).toEqual({
      error: undefined,
      applied: ['Namespace', 'Broker --dry-run=server --output json'],
      seconds: 0,
    });
  });

  test('the webhook is waited for, whether it does not answer or does nothing yet', async () => {
    const { error, applied, seconds } = await run([NOT_UP, BARE, GOOD]);
    expect(error).toBeUndefined();
    expect(applied).toHaveLength(4);
    expect(seconds).toBe(4);
  });

  test.each([
    [NOT_UP, NOT_UP.message],
    [BARE, 'it did not fill in the annotation eventing.knative.dev/broker.class'],
  ])('a webhook that does not come ends it after a minute', async (answer, problem) => {
    const { error, seconds } = await run([answer]);
    expect(seconds).toBe(60);
    expect(error.message).toBe(
      `Eventing's webhook does not answer after 60 s, and nothing was deployed: ${problem}; "kubectl get pods ` +
        '--namespace knative-eventing" shows more',
    );
  });

  test('what is refused for another reason is told at once', async () => {
    const refused = new UsageError('kubectl apply ended with 1: forbidden');
    expect(await run([refused])).toMatchObject({ error: refused, seconds: 0 });
  });

  test('one that was stored without the webhook is to be deleted', async () => {
    const { error } = await run([GOOD], BROKER, BARE);
    expect(error.message).toContain('"kubectl delete broker reviews --namespace ns", then deploy again');
    expect((await run([GOOD], BROKER, GOOD)).error).toBeUndefined();
  });
});

test('without a Broker nothing is asked', async () => {
  expect((await run([], NAMESPACE)).applied).toEqual([]);
});
