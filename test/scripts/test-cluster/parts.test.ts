import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../scripts/program/run-program.ts';
import {
  askOnce,
  hostOf,
  listPods,
  open,
  type Step,
  StepFailure,
  seePods,
} from '../../../scripts/test-cluster/cluster.ts';
import { confirmContext } from '../../../scripts/test-cluster/confirm-context.ts';
import { countEvents } from '../../../scripts/test-cluster/count-events.ts';
import { duringLoad, expectNoneLost } from '../../../scripts/test-cluster/load.ts';
import { deleteNamespace } from '../../../scripts/test-cluster/namespace.ts';
import { readMinutes, readNamespace } from '../../../scripts/test-cluster/options.ts';
import { describeResults } from '../../../scripts/test-cluster/report.ts';
import { runSteps } from '../../../scripts/test-cluster/run-steps.ts';
import { podList, readyService, startCluster } from '../../helpers/fake-cluster.ts';

describe('the count of events', () => {
  const replies = (...numbers: number[]) => numbers.map((i) => ({ subject: String(i) }));

  test('is right where each has one reply or one dead letter', () => {
    expect(countEvents(replies(3, 1), 2, 4, 2)).toBe('2 replies and 2 dead letters, none lost or doubled');
  });

  test.each([
    ['1 lost events', replies(1), 2],
    ['1 doubled replies', replies(1, 3, 3), 2],
    ['1 replies to poison', replies(1, 3, 4), 2],
    ['1 dead letters too few', replies(1, 3), 1],
    ['2 lost events, 1 dead letters too many', [], 3],
  ])('finds %s', (message, seen, numDead) => {
    expect(() => countEvents(seen, numDead, 4, 2)).toThrow(new StepFailure(message));
  });
});

describe('load', () => {
  /** Sends requests to a server until it has answered so many with each status. */
  async function load(statusOf: (i: number) => number, total: number, text?: string) {
    let numRequests = 0;
    const enough = Promise.withResolvers<void>();
    const hosts = new Set<string | undefined>();
    const bodies = new Set<string>();
    const server = createServer((request, response) => {
      hosts.add(request.headers.host);
      const status = statusOf(numRequests++);
      if (status === 0) request.socket.destroy();
      else {
        readText(request).then((body) => {
          bodies.add(body);
          response.writeHead(status).end();
        });
      }
      if (numRequests >= total) enough.resolve();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const options = {
      url: `http://127.0.0.1:${port}`,
      host: 'a.example',
      connections: 2,
      perSecond: 1000,
      ...(text && { text }),
    };
    const volume = await duringLoad(options, () => enough.promise);
    server.closeAllConnections();
    server.close();
    return { volume, hosts, bodies };
  }

  test('is counted, and asks for the service at the gateway', async () => {
    const { volume, hosts } = await load(() => 200, 5);
    expect(volume.answered).toBeGreaterThanOrEqual(4);
    expect(volume).toMatchObject({ lost: 0, byStatus: {} });
    expect([...hosts]).toEqual(['a.example']);
  });

  test('is of the text that it is given', async () => {
    const { bodies } = await load(() => 200, 5, 'a long text');
    expect([...bodies]).toEqual(['{"mytext":"a long text"}']);
  });

  test('tells what was lost', async () => {
    const { volume } = await load((i) => (i === 1 ? 503 : i === 2 ? 0 : 200), 12);
    expect(volume.byStatus).toEqual({ 503: 1, none: 1 });
    expect(volume.lost).toBe(2);
  });

  test('ends with the work that fails', async () => {
    const failing = duringLoad({ url: 'http://127.0.0.1:9', host: 'a', connections: 1 }, async () => {
      throw new StepFailure('no');
    });
    await expect(failing).rejects.toThrow('no');
  });

  test('in which nothing was lost is summed up, and any loss is a failure', () => {
    const good = { answered: 1500, lost: 0, byStatus: {} };
    expect(expectNoneLost(good, good)).toBe('3,000 of 3,000 requests answered');
    const bad = { answered: 10, lost: 3, byStatus: { 503: 2, none: 1 } };
    expect(() => expectNoneLost(good, bad)).toThrow('3 of 1,513 requests lost (2 × 503, 1 × none)');
    expect(() => expectNoneLost({ answered: 0, lost: 0, byStatus: {} })).toThrow('no request was answered');
  });
});

describe('the report', () => {
  const ok = { step: 'deploy', ok: true, seconds: 3.4, seen: 'all | ready' };
  const failed = { step: 'verify', ok: false, seconds: 60, seen: 'line\nline' };

  test('is a table and a verdict', () => {
    expect(describeResults([ok], 1).split('\n')).toEqual([
      '| step   | seconds |             seen |',
      '| ------ | ------: | ---------------: |',
      '| deploy |       3 | ok: all \\| ready |',
      '',
      '1 steps, all ok',
    ]);
  });

  test('tells what failed, and what was not made', () => {
    const report = describeResults([ok, failed], 2);
    expect(report).toContain('FAILED: line line');
    expect(report).toMatch(/\n2 of 2 steps made, failed: verify$/);
    expect(describeResults([ok], 3)).toMatch(/\n1 of 3 steps made, failed: none$/);
  });
});

describe('the steps', () => {
  const step = (name: string, run: Step['run'], isNeeded?: true): Step => ({
    name,
    run,
    ...(isNeeded && { isNeeded }),
  });
  const good = step('good', async () => 'seen');
  const bad = step('bad', async ({ clock }) => {
    await clock.sleep(2000);
    throw new StepFailure('wrong');
  });
  const run = async (steps: Step[], signal = new AbortController().signal) => {
    using fake = await startCluster(() => '');
    return runSteps(fake.cluster, steps, signal);
  };

  test('go on after one that fails', async () => {
    expect(await run([bad, good])).toEqual([
      { step: 'bad', ok: false, seen: 'wrong', seconds: 2 },
      { step: 'good', ok: true, seen: 'seen', seconds: 0 },
    ]);
  });

  test('end with one that all others need', async () => {
    expect(await run([{ ...bad, isNeeded: true }, good])).toHaveLength(1);
  });

  test('tell what kubectl complains of, and hide no mistake of ours', async () => {
    const complaining = step('complaining', async () => {
      throw new UsageError('kubectl ended with 1');
    });
    expect(await run([complaining])).toMatchObject([{ ok: false, seen: 'kubectl ended with 1' }]);
    const broken = step('broken', async () => {
      throw new TypeError('ours');
    });
    await expect(run([broken])).rejects.toThrow('ours');
  });

  test('end when they are told to', async () => {
    const controller = new AbortController();
    const late = step('late', async () => {
      controller.abort(new UsageError('the 40 minutes are over'));
      throw controller.signal.reason;
    });
    expect(await run([late, good], controller.signal)).toMatchObject([
      { step: 'late', seen: 'the 40 minutes are over' },
    ]);
  });
});

describe('pods', () => {
  test('that are being deleted count no more', async () => {
    using fake = await startCluster(() => podList(1, 0, { deletionTimestamp: '2026-11-28T00:00:00Z' }));
    expect(await listPods(fake.cluster, 'a')).toEqual([]);
  });

  test('are waited for, and those seen last told where they do not come', async () => {
    const lists = [podList(0), podList(1, 1), podList(2)];
    using fake = await startCluster(() => lists.shift() ?? podList(2));
    await seePods(fake.cluster, 'a', 2, 60);
    await expect(seePods(fake.cluster, 'a', 0, 5)).rejects.toThrow(
      '0 ready pods of a: not within 5 s, but 2 pods, 2 of them ready',
    );
  });
});

describe('a cluster that does not answer each time', () => {
  const broken = new UsageError('kubectl ended with 1: TLS handshake timeout');
  const failing = (numFailures: number) => {
    let numCalls = 0;
    return () => {
      if (numCalls++ < numFailures) throw broken;
      return podList(0);
    };
  };

  test('is asked again, and told where it never does', async () => {
    using fake = await startCluster(failing(2));
    await seePods(fake.cluster, 'a', 0, 60);
    using dead = await startCluster(failing(Number.POSITIVE_INFINITY));
    await expect(seePods(dead.cluster, 'a', 0, 5)).rejects.toThrow(
      'not within 5 s, but kubectl ended with 1',
    );
    using buggy = await startCluster(() => undefined);
    await expect(seePods(buggy.cluster, 'a', 0, 5)).rejects.toThrow('is not expected here');
  });

  test('is rid of its namespace in the end, or told that it is not', async () => {
    using fake = await startCluster(failing(4));
    await deleteNamespace(fake.cluster.kubectl, 'ns-test', fake.cluster.clock);
    expect(fake.commands).toHaveLength(5);
    using dead = await startCluster(failing(5));
    await expect(deleteNamespace(dead.cluster.kubectl, 'ns-test', dead.cluster.clock)).rejects.toThrow(
      'the namespace ns-test still exists; delete it by hand: kubectl ended with 1',
    );
  });
});

describe('a service', () => {
  test('is asked for by its own host, or that of a tag', async () => {
    const traffic = [{ tag: 'canary', url: 'http://canary.example' }];
    using fake = await startCluster(() => readyService(1, 'a-1', { traffic }));
    expect(await hostOf(fake.cluster, 'a')).toBe('service.example');
    expect(await hostOf(fake.cluster, 'a', 'canary')).toBe('canary.example');
    await expect(hostOf(fake.cluster, 'a', 'blue')).rejects.toThrow('a has no blue');
  });

  test('must answer with 200', async () => {
    using fake = await startCluster(
      () => '',
      (_, response) => response.writeHead(503).end('busy'),
    );
    const send = open(fake.cluster, 'a.example');
    await expect(askOnce(send)).rejects.toThrow('status 503, expected 200: busy');
  });
});

describe('before the current context is touched', () => {
  const kubectl = async () => 'kind-mine\n';
  async function ask(answer: string | undefined) {
    const input = Object.assign(new PassThrough(), { isTTY: answer !== undefined });
    const output = new PassThrough();
    input.end(`${answer}\n`);
    const context = await confirmContext(kubectl, 'ns-test', { input, output });
    return { context, question: String(output.read()) };
  }

  test('its name is asked for', async () => {
    const { context, question } = await ask('kind-mine');
    expect(context).toBe('kind-mine');
    expect(question).toContain('creates the namespace ns-test in the cluster of the current context');
  });

  test('another name, or nobody to ask, ends it', async () => {
    await expect(ask('y')).rejects.toThrow('"y" is not "kind-mine"; nothing was changed');
    await expect(ask(undefined)).rejects.toThrow('expected --context kind-mine if that is the cluster');
  });
});

test('options are read, and refused with what would be right', () => {
  expect(readNamespace('my-test')).toBe('my-test');
  for (const wrong of ['movie-sentiment', 'Test', 'test-', '']) {
    expect(() => readNamespace(wrong)).toThrow(`--namespace is "${wrong}"; expected`);
  }
  expect(readMinutes('5')).toBe(5);
  for (const wrong of ['0', '121', '1.5', 'a']) expect(() => readMinutes(wrong)).toThrow('from 1 to 120');
});
