import { UsageError } from '../program/run-program.ts';
import { type Apply, awaitWebhook } from './await-webhook.ts';
import { readCanaryTraffic } from './canary.ts';
import { chooseImages, LOCAL, type NamedImages } from './choose-images.ts';
import { findKubectl, type Kubectl, withContext } from './kubectl.ts';
import { findOverlay, readServices, render, renderChanged, type Service } from './overlay.ts';
import { getService, waitUntilReady } from './wait-until-ready.ts';

const APPLY = ['apply', '--server-side', '--field-manager', 'movie-sentiment', '--filename', '-'];

/** The options of a deployment. */
export interface DeployOptions extends NamedImages {
  /** The percentage of the requests that the new revision gets. */
  canary?: number;
  /** The context of kubectl's configuration; the current one by default. */
  context?: string;
  /** Whether to print manifests and commands without applying anything. */
  dryRun: boolean;
}

/**
 * Deploys an overlay and waits until its services are ready, or prints the commands in a dry run.
 * @throws UsageError if the options do not fit the overlay, or kubectl fails
 */
export async function deploy(options: DeployOptions): Promise<void> {
  const { overlay, canary, context, dryRun } = options;
  const folder = await findOverlay(overlay);
  const kubectl = await findKubectl(context);
  const services = readServices(await render(kubectl, folder));
  const images = chooseImages(services, options);
  const traffic = canary === undefined ? new Map() : await readCanaryTraffic(kubectl, services, canary);
  const manifests = await renderChanged(kubectl, folder, { images, traffic });

  if (dryRun) {
    console.log(manifests.trimEnd());
    const commands = [APPLY, ...services.map(getService)];
    for (const args of commands) console.log(`# kubectl ${withContext(args, context).join(' ')}`);
    console.log('# the last ones are repeated until all are ready or one has failed');
    return;
  }
  const apply = applyWith(kubectl);
  await awaitWebhook(manifests, apply, kubectl);
  process.stdout.write(await apply(manifests));
  await waitUntilReady(services, { kubectl, context, onTrouble: (line) => console.error(line) });
  await printAddresses(kubectl, services, traffic, options);
}

/** Makes a function that applies manifests with kubectl. */
export function applyWith(kubectl: Kubectl): Apply {
  return (manifests, ...options) => kubectl([...APPLY, ...options], manifests);
}

async function printAddresses(
  kubectl: Kubectl,
  services: readonly Service[],
  traffic: ReadonlyMap<string, unknown>,
  { overlay, context }: DeployOptions,
): Promise<void> {
  for (const { name, namespace } of services) {
    const path = traffic.has(name) ? '{.status.traffic[?(@.tag=="canary")].url}' : '{.status.url}';
    const resource = ['get', `services.serving.knative.dev/${name}`, '--namespace', namespace];
    const url = await kubectl([...resource, '--output', `jsonpath=${path}`]);
    if (url === '')
      throw new UsageError(`${name} is ready, but has no address; "kubectl describe" shows more`);
    console.log(`${name} is ready at ${url}`);
    if (name !== 'sentiment-http') continue;
    console.log(`  npm run verify -- --url ${url}`);
    if (overlay === LOCAL) continue;
    const cluster = context === undefined ? '' : ` --name ${context}`;
    const canary = traffic.has(name) ? ' --canary' : '';
    console.log(`  if that address cannot be reached: knative/cluster/verify.sh${cluster}${canary}`);
  }
}
