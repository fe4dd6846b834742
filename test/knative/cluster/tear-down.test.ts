import { describe, expect, test } from 'vitest';
import * as recorded from '../../helpers/recorded-answers.ts';
import { type Answers, runStep } from '../../helpers/run-step.ts';

const K = 'kubectl --context movie-sentiment';
const REGION = '--region us-east-1';
const DESCRIBE_CLUSTER = `aws eks describe-cluster --name movie-sentiment ${REGION} --query cluster.status --output text`;

describe('tear-down.sh', () => {
  const { AWS, EKSCTL, KUBECTL_VERSION, ADMINISTRATOR, DELETE, WAIT } = recorded;
  const kubectl = [KUBECTL_VERSION, ADMINISTRATOR, recorded.kindsAre(true), DELETE, WAIT];
  const FRONT = 'movie-sentiment-authentication';
  const REMAINS = 'eksctl-movie-sentiment-cluster';
  const NOTHING_LEFT = { command: 'aws resourcegroupstaggingapi get-resources *', stdout: '\n' };
  const MORE = [
    recorded.NO_STACK,
    { command: 'aws cloudformation *' },
    { command: 'aws ecr delete-repository *' },
    NOTHING_LEFT,
  ];
  const tearDown = (
    aws: Answers['aws'],
    args = ['--yes'],
    input = '',
    answers: Answers['kubectl'] = kubectl,
  ) =>
    runStep(
      'tear-down.sh',
      { aws: [...AWS, ...aws!, ...MORE], eksctl: EKSCTL, kubectl: answers! },
      args,
      input,
    );
  const START = [
    'aws --version',
    'kubectl version --client',
    'aws sts get-caller-identity --query Arn --output text',
    DESCRIBE_CLUSTER,
    ...[FRONT, REMAINS].map(
      (stack) =>
        `aws cloudformation describe-stacks --stack-name ${stack} ${REGION} --query Stacks[0].StackStatus --output text`,
    ),
  ];
  const deleteStack = (stack: string): string[] => [
    `aws cloudformation delete-stack --stack-name ${stack} ${REGION}`,
    `aws cloudformation wait stack-delete-complete --stack-name ${stack} ${REGION}`,
  ];
  const kind = (name: string): string[] => [
    `${K} get customresourcedefinition ${name}.operator.knative.dev --ignore-not-found --output name`,
    `${K} delete ${name}.operator.knative.dev --all --all-namespaces --timeout 600s`,
  ];
  const WORKLOADS = [
    `${K} auth can-i * * --all-namespaces`,
    `${K} delete namespace movie-sentiment --ignore-not-found --timeout 900s`,
    ...kind('knativeeventings'),
    ...kind('knativeservings'),
    `${K} wait service/kourier --namespace knative-serving --for delete --timeout 300s`,
  ];
  const CLUSTER = `eksctl delete cluster --name movie-sentiment ${REGION} --wait`;
  const LEFT = ['alpha.eksctl.io/cluster-name', 'eks:eks-cluster-name'].map(
    (tag) =>
      `aws resourcegroupstaggingapi get-resources ${REGION} --tag-filters Key=${tag},Values=movie-sentiment --query ResourceTagMappingList[].ResourceARN --output text`,
  );

  test('deletes from front to back: what is before the load balancer, what made it, the cluster', async () => {
    const { stdout, stderr, code, log } = await tearDown([
      recorded.clusterIs('ACTIVE'),
      recorded.stackIs(FRONT, 'CREATE_COMPLETE'),
      recorded.stackIs(REMAINS, 'CREATE_COMPLETE'),
    ]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(log).toEqual([...START, ...deleteStack(FRONT), ...WORKLOADS, CLUSTER, ...LEFT]);
    expect(stdout).toMatch(/\nnothing of the cluster is left\n$/);
  });

  test('goes on where an earlier run has stopped', async () => {
    const { code, log } = await tearDown([recorded.clusterIs('DELETING')]);
    expect(code).toBe(0);
    expect(log).toEqual([...START, CLUSTER, ...LEFT]);
  });

  test('without a cluster only looks what is left', async () => {
    const { stdout, code, log } = await tearDown([recorded.NO_CLUSTER]);
    expect(code).toBe(0);
    expect(log).toEqual([...START, ...LEFT]);
    expect(stdout).toContain('cluster movie-sentiment does not exist\n');
  });

  test('deletes what a failed creation has left, and what stands before it', async () => {
    const { stdout, code, log } = await tearDown([
      recorded.NO_CLUSTER,
      recorded.stackIs(FRONT, 'CREATE_COMPLETE'),
      recorded.stackIs(REMAINS, 'ROLLBACK_COMPLETE'),
    ]);
    expect(code).toBe(0);
    expect(log).toEqual([...START, ...deleteStack(FRONT), ...deleteStack(REMAINS), ...LEFT]);
    expect(stdout).toMatch(/\nnothing of the cluster is left\n$/);
  });

  test('asks before it deletes what a failed creation has left', async () => {
    const left = [recorded.NO_CLUSTER, recorded.stackIs(REMAINS, 'ROLLBACK_COMPLETE')];
    const { stderr, log } = await tearDown(left, [], 'no\n');
    expect(stderr).toContain('error: nothing was deleted');
    expect(log).toEqual(START);
  });

  test.each(['alpha.eksctl.io/cluster-name', 'eks:eks-cluster-name'])(
    'does not say that nothing is left where it could not look for %s',
    async (tag) => {
      const refused = {
        command: `aws resourcegroupstaggingapi *Key=${tag},*`,
        stderr: 'AccessDenied\n',
        code: 254,
      };
      const { stdout, stderr, code } = await tearDown([recorded.NO_CLUSTER, refused]);
      expect(stderr).toContain('error: what is left cannot be looked up');
      expect(stdout).not.toContain('nothing of the cluster is left');
      expect(code).toBe(1);
    },
  );

  test('deletes the images when told to, those that are there', async () => {
    const missing = {
      command: 'aws ecr delete-repository *movie-sentiment-http*',
      stderr: 'An error occurred (RepositoryNotFoundException) when calling the DeleteRepository operation\n',
      code: 254,
    };
    const { code, log } = await tearDown([recorded.NO_CLUSTER, missing], ['--yes', '--images']);
    expect(code).toBe(0);
    expect(log.slice(START.length, -2)).toEqual(
      ['http', 'events'].map(
        (name) => `aws ecr delete-repository --repository-name movie-sentiment-${name} ${REGION} --force`,
      ),
    );
  });

  test('names what is left, once, and ends with 1', async () => {
    const arns = 'arn:aws:ec2:us-east-1:1:natgateway/nat-1\tarn:aws:ec2:us-east-1:1:vpc/vpc-1\n';
    const { stdout, code } = await tearDown([recorded.NO_CLUSTER, { ...NOTHING_LEFT, stdout: arns }]);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /so check them:\narn:aws:ec2:us-east-1:1:natgateway\/nat-1\narn:aws:ec2:us-east-1:1:vpc\/vpc-1\n$/,
    );
  });

  test('asks for the name of the cluster first', async () => {
    const there = [recorded.clusterIs('ACTIVE')];
    const refused = await tearDown(there, [], 'yes\n');
    expect(refused.stderr).toContain('error: nothing was deleted');
    expect(refused.code).toBe(1);
    expect(refused.log).toEqual(START);
    expect((await tearDown(there, [], 'movie-sentiment\n')).log).toContain(CLUSTER);
  });

  test('deletes no cluster whose load balancer it cannot delete first', async () => {
    const { stderr, code, log } = await tearDown([recorded.clusterIs('ACTIVE')], ['--yes'], '', [
      KUBECTL_VERSION,
      recorded.UNREACHABLE,
    ]);
    expect(stderr).toContain('error: the cluster movie-sentiment does not answer');
    expect(code).toBe(1);
    expect(log).not.toContain(CLUSTER);
  });
});
