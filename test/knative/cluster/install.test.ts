import { describe, expect, test } from 'vitest';
import * as recorded from '../../helpers/recorded-answers.ts';
import { type Answers, runStep } from '../../helpers/run-step.ts';

const K = 'kubectl --context movie-sentiment';
const REGION = '--region us-east-1';

describe('install.sh', () => {
  const { AWS, KUBECTL_VERSION, ADMINISTRATOR, APPLY, WAIT, KOURIER } = recorded;
  const install = (aws: Answers['aws'], kubectl: Answers['kubectl'] = []) =>
    runStep(
      'install.sh',
      {
        aws: [...AWS, ...aws!],
        kubectl: [KUBECTL_VERSION, ...kubectl!, ADMINISTRATOR, APPLY, WAIT, KOURIER],
      },
      [],
    );
  const OPERATOR = 'https://github.com/knative/operator/releases/download/knative-v1.23.1/operator.yaml';
  const kind = (name: string): string =>
    `${K} get customresourcedefinition ${name}.monitoring.coreos.com --ignore-not-found --output name`;
  const newKind = (name: string): string =>
    `${K} apply --server-side --filename https://raw.githubusercontent.com/prometheus-operator/prometheus-operator/v0.86.0/example/prometheus-operator-crd/monitoring.coreos.com_${name}.yaml`;
  const commands = (...kinds: string[]): string[] => [
    'aws --version',
    'kubectl version --client',
    'aws sts get-caller-identity --query Arn --output text',
    `${K} auth can-i * * --all-namespaces`,
    `${K} apply --server-side --filename namespace.yaml --filename ${OPERATOR}`,
    `${K} wait deployment --all --namespace knative-operator --for condition=Available --timeout 300s`,
    ...kinds,
    `${K} apply --server-side --filename knative-serving.yaml --filename knative-eventing.yaml`,
    `${K} wait knativeserving/knative-serving --namespace knative-serving --for condition=Ready --timeout 900s`,
    `${K} wait knativeeventing/knative-eventing --namespace knative-eventing --for condition=Ready --timeout 900s`,
    `${K} wait service/kourier --namespace knative-serving --for jsonpath={.status.loadBalancer.ingress[0].hostname} --timeout 300s`,
    `${K} get service kourier --namespace knative-serving --ignore-not-found --output jsonpath={.status.loadBalancer.ingress[0].hostname}`,
    `aws elbv2 describe-load-balancers ${REGION} --query LoadBalancers[?DNSName=='${KOURIER.stdout}'].Scheme --output text`,
  ];

  test('installs the operator, Knative and Kourier, and the kinds that monitoring needs', async () => {
    const { stdout, stderr, code, log } = await install(
      [recorded.loadBalancerIs('internal')],
      [recorded.kindsAre(false)],
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const kinds = ['podmonitors', 'prometheusrules'].flatMap((name) => [kind(name), newKind(name)]);
    expect(log).toEqual(commands(...kinds));
    expect(stdout).toContain(`Kourier is at ${KOURIER.stdout}, inside the VPC\nnext: push the images, then `);
  });

  test('leaves the kinds alone that somebody has installed', async () => {
    const { code, log } = await install([recorded.loadBalancerIs('internal')], [recorded.kindsAre(true)]);
    expect(code).toBe(0);
    expect(log).toEqual(commands(kind('podmonitors'), kind('prometheusrules')));
  });

  test('stops where the load balancer stands on the internet', async () => {
    const { stderr, code } = await install(
      [recorded.loadBalancerIs('internet-facing')],
      [recorded.kindsAre(true)],
    );
    expect(stderr).toBe(
      `error: the load balancer ${KOURIER.stdout} is "internet-facing"; expected internal\n`,
    );
    expect(code).toBe(1);
  });

  test.each([
    [recorded.NO_ADMINISTRATOR, 'you are no administrator of the cluster movie-sentiment'],
    [recorded.UNREACHABLE, 'the cluster movie-sentiment does not answer: error: Get "https://0123.gr7'],
  ])('changes nothing in a cluster that refuses: %#', async (answer, message) => {
    const { stderr, code, log } = await install([], [answer]);
    expect(stderr).toContain(`error: ${message}`);
    expect(code).toBe(1);
    expect(log.join()).not.toContain('apply');
  });
});
