import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { expect, test } from 'vitest';
import { buildApp } from '../../functions/app.ts';
import { fakeClassifier } from '../helpers/fake-classifier.ts';
import { KNATIVE, type Resource, readResources } from '../helpers/manifests.ts';

/** Metrics of others, as they come out of Prometheus. */
const OTHERS: Record<string, string[]> = {
  // Serving 1.19 and later: pkg/queue/request_metric.go, pkg/reconciler/autoscaling/kpa/metrics.go and
  // pkg/autoscaler/scaling/metrics.go, their names and units as OpenTelemetry's exporter spells them.
  knative: [
    'kn_serving_invocation_duration_seconds_bucket',
    'kn_serving_queue_depth',
    'kn_revision_pods_count',
    'kn_revision_pods_desired',
    'kn_revision_concurrency_stable',
    'kn_revision_concurrency_target',
  ],
  kubeStateMetrics: ['kube_resourcequota', 'kube_job_owner', 'kube_job_complete'],
};

interface Query {
  where: string;
  expression: string;
}

const folder = join(KNATIVE, 'components/monitoring');
const monitoring = await readResources('components/monitoring');
const dashboard = JSON.parse(await readFile(join(folder, 'dashboard.json'), 'utf8'));
const { rules } = monitoring.find(({ kind }) => kind === 'PrometheusRule')!.spec.groups[0];
const alerts: Query[] = rules.map(({ alert, expr }: Record<string, string>) => ({
  where: alert,
  expression: expr,
}));
const panels: Query[] = dashboard.panels.flatMap(
  ({ title, targets }: { title: string; targets: { expr: string }[] }) =>
    targets.map(({ expr }) => ({ where: title, expression: expr.replaceAll('$__rate_interval', '5m') })),
);
const queries = [...alerts, ...panels];

/** The selectors of a query in PromQL, each with its metric and the text of its labels. */
function selectorsOf(expression: string): { metric: string; labels: string }[] {
  const selectors: { metric: string; labels: string }[] = [];
  parser.parse(expression).iterate({
    enter(node) {
      if (node.type.isError) throw new Error(`"${expression}" is wrong at ${node.from}`);
      if (node.name !== 'VectorSelector') return;
      const metric = node.node.getChild('Identifier')!;
      const labels = expression.slice(metric.to, node.to);
      selectors.push({ metric: expression.slice(metric.from, metric.to), labels });
    },
  });
  return selectors;
}

/** The series that the function shows after a text and an error. */
async function ownSeries(): Promise<Map<string, string>> {
  const app = buildApp({ classifier: fakeClassifier() });
  await app.inject({ method: 'POST', url: '/', payload: { mytext: 'A dull film.' } });
  await app.inject({ method: 'POST', url: '/', payload: {} });
  const { body } = await app.inject('/metrics');
  await app.close();
  const lines = body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.match(/^\w+/)![0], line]));
}

test('the README says of each alert what it means and what to do', async () => {
  const [, section] = /^## Alerts\n(.*?)^## /ms.exec(await readFile(join(KNATIVE, 'README.md'), 'utf8'))!;
  const rows = section!.matchAll(/^\| `(\w+)` \| \w+ \| .+ \| .+ \|$/gm);
  expect(Array.from(rows, ([, name]) => name)).toEqual(alerts.map(({ where }) => where));
});

test('every query is PromQL, and a broken one is refused', () => {
  for (const { expression } of queries) expect(selectorsOf(expression).length).toBeGreaterThan(0);
  expect(() => selectorsOf('sum by (pod) (rate(up[5m])')).toThrow('is wrong');
});

test('alerts and dashboard ask for metrics that there are, with labels that they have', async () => {
  const series = await ownSeries();
  const others = Object.values(OTHERS).flat();
  for (const { where, expression } of queries) {
    for (const { metric, labels } of selectorsOf(expression)) {
      if (others.includes(metric)) continue;
      expect([where, metric, series.has(metric)]).toEqual([where, metric, true]);
      for (const [, label] of labels.matchAll(/(\w+)[!=]=?~?"/g)) {
        if (['job', 'namespace', 'container'].includes(label!)) continue; // Prometheus adds these
        expect([metric, series.get(metric)]).toEqual([metric, expect.stringContaining(`${label}="`)]);
      }
    }
  }
});

test("Knative's metrics have a source: the functions' pods for queue-proxy's, the autoscaler's for the others", () => {
  const monitors = monitoring.filter(({ kind }) => kind === 'PodMonitor').map(({ spec }) => spec);
  const ports = (spec: Resource['spec']) =>
    spec.podMetricsEndpoints.map(({ port }: { port: string }) => port);
  const own = monitors.filter(({ selector }) => JSON.stringify(selector).includes('sentiment-http'));
  expect(own.flatMap(ports)).toEqual(['user-port', 'http-usermetric']);
  const autoscaler = monitors.filter(({ selector }) => selector.matchLabels?.app === 'autoscaler');
  expect(autoscaler.flatMap(ports)).toEqual(['metrics']);
  expect(autoscaler[0]!.namespaceSelector).toEqual({ matchNames: ['knative-serving'] });
});

test("a query for the duration of requests does not mix ours with queue-proxy's of the same name", () => {
  for (const { expression } of queries) {
    for (const { metric, labels } of selectorsOf(expression)) {
      if (metric.startsWith('http_server_')) expect(labels).toContain('container="user-container"');
    }
  }
});

test('the routes that alerts and dashboard ask for are there', async () => {
  const app = buildApp({ classifier: fakeClassifier() });
  await app.ready();
  expect(app.hasRoute({ method: 'POST', url: '/' })).toBe(true);
  for (const { expression } of queries) {
    for (const [, route] of expression.matchAll(/http_route="([^"]*)"/g)) expect(route).toBe('/');
  }
  await app.close();
});

test('alerts know the limits of the manifests', async () => {
  const [service] = await readResources('base/http');
  const { metadata, spec } = service!.spec.template;
  const limitOf = (name: string) =>
    Number(alerts.find(({ where }) => where === name)!.expression.match(/[\d.]+\s*$/)![0]);
  expect(limitOf('SentimentAtMaxScale')).toBe(
    Number(metadata.annotations['autoscaling.knative.dev/max-scale']),
  );
  const memory = Number.parseInt(spec.containers[0].resources.limits.memory, 10) * 2 ** 20;
  expect(limitOf('SentimentMemory')).toBe(Math.floor(0.9 * memory));
  const quota = (await readResources('components/eventing')).find(({ kind }) => kind === 'ResourceQuota')!;
  expect(limitOf('SentimentDeadLettersFull')).toBe(0.8 * Number(quota.spec.hard['count/jobs.batch']));
});

test('the dashboard has panels side by side, none above another, and each says what it shows', () => {
  const places = dashboard.panels.map(({ gridPos }: { gridPos: object }) => JSON.stringify(gridPos));
  expect(new Set(places).size).toBe(places.length);
  for (const { title, description } of dashboard.panels) {
    expect([title, description]).toEqual([expect.any(String), expect.any(String)]);
  }
});
