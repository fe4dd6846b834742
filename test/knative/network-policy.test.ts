import { expect, test } from 'vitest';
import { type Resource, readResources } from '../helpers/manifests.ts';

const [policy] = await readResources('components/network-policy');
const podMonitor = (await readResources('components/monitoring')).find(
  ({ kind, metadata }) => kind === 'PodMonitor' && metadata.name === 'sentiment',
)!;

/** Whether a selector takes what has these labels. */
function selects(
  { matchLabels = {}, matchExpressions = [] }: Resource['spec'],
  labels: Record<string, string>,
) {
  return (
    Object.entries(matchLabels).every(([name, value]) => labels[name] === value) &&
    matchExpressions.every(
      ({ key, operator, values }: { key: string; operator: string; values: string[] }) =>
        operator === 'In' && values.includes(labels[key] ?? ''),
    )
  );
}

/** Whether a pod with a label, in a namespace, may reach a port of ours. */
function isAdmitted(namespace: string, label: [string, string], port: number): boolean {
  return policy!.spec.ingress.some(
    ({ from, ports }: Resource['spec']) =>
      ports.some((allowed: { port: number }) => allowed.port === port) &&
      from.some(
        ({ namespaceSelector, podSelector }: Resource['spec']) =>
          selects(namespaceSelector, { 'kubernetes.io/metadata.name': namespace }) &&
          selects(podSelector, Object.fromEntries([label])),
      ),
  );
}

test.each<[who: string, namespace: string, label: [string, string], ports: number[]]>([
  ['the activator', 'knative-serving', ['app', 'activator'], [8012, 8112]],
  ["Kourier's gateway", 'kourier-system', ['app', '3scale-kourier-gateway'], [8012, 8112]],
  ["the operator's Kourier", 'knative-serving', ['app', '3scale-kourier-gateway'], [8012, 8112]],
  ['the autoscaler', 'knative-serving', ['app', 'autoscaler'], [9090]],
  ['Prometheus', 'monitoring', ['app.kubernetes.io/name', 'prometheus'], [8080, 9091]],
  ['a pod that calls itself the activator', 'shop', ['app', 'activator'], []],
  ['another pod of the monitoring', 'monitoring', ['app.kubernetes.io/name', 'grafana'], []],
])('%s in %s reaches what it needs and no more', (_, namespace, label, ports) => {
  const reached = [8012, 8013, 8022, 8080, 8112, 9090, 9091].filter((port) =>
    isAdmitted(namespace, label, port),
  );
  expect(reached).toEqual(ports);
});

test('the pods of both functions are guarded and monitored, and reach nothing', () => {
  for (const name of ['sentiment-http', 'sentiment-events']) {
    const labels = { 'serving.knative.dev/service': name };
    expect(selects(policy!.spec.podSelector, labels)).toBe(true);
    expect(selects(podMonitor.spec.selector, labels)).toBe(true);
  }
  expect(policy!.spec).toMatchObject({ policyTypes: ['Ingress', 'Egress'], egress: [] });
});
