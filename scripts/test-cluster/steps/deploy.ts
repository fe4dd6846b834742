import {
  applyWith,
  awaitWebhook,
  chooseImages,
  findOverlay,
  type Kubectl,
  type NamedImages,
  readServices,
  render,
  renderChanged,
  waitUntilReady,
} from '../../deploy/index.ts';
import type { Step } from '../cluster.ts';

/** Renders the manifests of an overlay with images, all in one namespace. */
export async function renderIn(kubectl: Kubectl, namespace: string, named: NamedImages): Promise<string> {
  const folder = await findOverlay(named.overlay);
  const images = chooseImages(readServices(await render(kubectl, folder)), named);
  return renderChanged(kubectl, folder, { images, traffic: new Map(), namespace });
}

/** The step that applies the overlay and waits until both services are ready. */
export function deployOverlay(manifests: string): Step {
  return {
    name: 'deploy',
    isNeeded: true,
    run: async (cluster) => {
      const { kubectl, clock, say } = cluster;
      const apply = applyWith(kubectl);
      await awaitWebhook(manifests, apply, kubectl, clock);
      const applied = await apply(manifests);
      const services = readServices(manifests);
      await waitUntilReady(services, { kubectl, clock, onTrouble: say });
      const names = services.map(({ name }) => name).join(' and ');
      return `${applied.trim().split('\n').length} resources applied; ${names} ready`;
    },
  };
}
