import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, findKubectl, type Kubectl, type NamedImages } from '../deploy/index.ts';
import { UsageError } from '../program/run-program.ts';
import { readWebAddress } from '../program/web-address.ts';
import type { Cluster, Step } from './cluster.ts';
import { confirmContext } from './confirm-context.ts';
import { deleteNamespace, expectNoNamespace } from './namespace.ts';
import { describeResults } from './report.ts';
import { runSteps } from './run-steps.ts';
import { moveCanary } from './steps/canary.ts';
import { coldStarts } from './steps/cold-starts.ts';
import { deployOverlay, renderIn } from './steps/deploy.ts';
import { events } from './steps/events.ts';
import { rollRevision } from './steps/roll.ts';
import { scale } from './steps/scale.ts';
import { verifyBoth } from './steps/verify.ts';

/** The options of a cluster test. */
export interface TestClusterOptions extends NamedImages {
  /** The context of kubectl's configuration; by default the current one, after confirmation. */
  context?: string;
  /** The namespace of the test, which is created and deleted. */
  namespace: string;
  /** The URL of the gateway for external addresses. */
  url: string;
  /** The URL of the gateway for cluster-local addresses. */
  internalUrl: string;
  /** The names of steps to skip. */
  skip: string[];
  /** The time limit for all steps, in minutes. */
  minutes: number;
}

/** The steps that can be skipped, by the name for `--skip`. */
const STEPS: Readonly<Record<string, (manifests: string) => Step>> = {
  verify: () => verifyBoth,
  roll: () => rollRevision,
  canary: () => moveCanary,
  events,
  scale: () => scale,
  cold: coldStarts,
};
/** The names of the steps that can be skipped. */
export const STEP_NAMES: readonly string[] = Object.keys(STEPS);

/**
 * Tests a cluster: deploys the overlay into a new namespace, runs the steps, deletes the namespace, and prints a table
 * and a verdict. The exit code is 1 if a step fails.
 * @throws UsageError if the user does not confirm, or the cluster cannot be used
 */
export async function testCluster(options: TestClusterOptions): Promise<void> {
  const { namespace, minutes, skip } = options;
  const [url, internalUrl] = [options.url, options.internalUrl].map((text) => readWebAddress(text).url);
  const context = options.context ?? (await confirmContext(await findKubectl(), namespace));
  const unbound = await findKubectl(context);
  await expectNoNamespace(unbound, namespace);
  const { signal, end } = boundBy(minutes);
  const say = (line: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);
  const kubectl = within(signal, unbound);
  const cluster: Cluster = {
    kubectl,
    namespace,
    url: url!,
    internalUrl: internalUrl!,
    clock: clockWithin(signal),
    say,
  };
  const manifests = await renderIn(kubectl, namespace, options);
  const made = Object.entries(STEPS).filter(([name]) => !skip.includes(name));
  const steps = [deployOverlay(manifests), ...made.map(([, create]) => create(manifests))];
  try {
    const results = await runSteps(cluster, steps, signal);
    console.log(describeResults(results, steps.length));
    if (results.length < steps.length || results.some(({ ok }) => !ok)) process.exitCode = 1;
  } finally {
    end();
    say(`deleting the namespace ${namespace}`);
    await deleteNamespace(unbound, namespace);
  }
}

/** Makes a signal that is aborted by Ctrl-C, SIGTERM and the time limit. */
function boundBy(minutes: number) {
  const controller = new AbortController();
  const abort = (message: string) => controller.abort(new UsageError(message));
  const onSignal = (name: string) => abort(`ended by ${name}`);
  const timer = setTimeout(() => abort(`the ${minutes} minutes are over`), minutes * 60_000);
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const end = () => {
    clearTimeout(timer);
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  };
  return { signal: controller.signal, end };
}

function clockWithin(signal: AbortSignal): Clock {
  return { now: () => performance.now(), sleep: (ms) => sleep(ms, undefined, { signal }) };
}

/**
 * Wraps kubectl so that an aborted signal ends the waiting: a hanging call must not prevent the deletion of the
 * namespace.
 */
function within(signal: AbortSignal, kubectl: Kubectl): Kubectl {
  return async (args, stdin) => {
    signal.throwIfAborted();
    const aborted = Promise.withResolvers<never>();
    const onAbort = () => aborted.reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([kubectl(args, stdin), aborted.promise]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  };
}
