import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cluster } from '../../scripts/test-cluster/cluster.ts';

/** A call of kubectl as it is seen here: the words that tell it from others, and what came in. */
export type Answer = (command: string, stdin: string) => object | string | undefined;

/**
 * A cluster whose kubectl answers as it is told, whose gateway is a server here, and whose clock only waiting moves on.
 * @param answer what kubectl prints; undefined for a command that is not expected
 * @param listener what the gateway does; without it every request gets 200
 */
export async function startCluster(answer: Answer, listener: RequestListener = answerWell) {
  const commands: string[] = [];
  const said: string[] = [];
  let now = 0;
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cluster: Cluster = {
    namespace: 'ns-test',
    url,
    internalUrl: url,
    say: (line) => said.push(line),
    kubectl: async (args, stdin = '') => {
      const command = args.join(' ').replace(' --namespace ns-test', '').replace(' --output json', '');
      commands.push(command);
      const found = answer(command, stdin);
      if (found === undefined) throw new Error(`kubectl ${command} is not expected here`);
      return typeof found === 'string' ? found : JSON.stringify(found);
    },
    clock: {
      now: () => now,
      sleep: async (ms) => {
        now += ms;
      },
    },
  };
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { cluster, commands, said, [Symbol.dispose]: close };
}

/** Answers as a service that knows one sentiment, and closes no connection that is used. */
function answerWell(...[request, response]: Parameters<RequestListener>): void {
  request.resume().on('end', () => response.end('{"sentiment":"positive"}'));
}

/** A Knative service that is ready, with its revisions. */
export function readyService(generation: number, revision: string, more: object = {}) {
  return {
    metadata: { generation },
    status: {
      observedGeneration: generation,
      latestReadyRevisionName: revision,
      latestCreatedRevisionName: revision,
      conditions: [{ type: 'Ready', status: 'True' }],
      url: 'http://service.example',
      ...more,
    },
  };
}

/** A list of pods of which so many are ready. */
export function podList(numReady: number, numOthers = 0, more: object = {}) {
  const pod = (i: number, status: string) => ({
    metadata: { name: `pod-${i}`, ...more },
    status: { conditions: [{ type: 'Ready', status }] },
  });
  const statuses = [...Array(numReady).fill('True'), ...Array(numOthers).fill('False')];
  return { items: statuses.map((status, i) => pod(i, status)) };
}
