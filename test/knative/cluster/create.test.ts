import { describe, expect, test } from 'vitest';
import * as recorded from '../../helpers/recorded-answers.ts';
import { type Answers, runStep } from '../../helpers/run-step.ts';

const CIDR = ['--admin-cidr', '203.0.113.7/32'];
const K = 'kubectl --context movie-sentiment';
const REGION = '--region us-east-1';

/** What must be asked before anything is made. */
const CREATE_CHECKS = [
  'aws --version',
  'kubectl version --client',
  'eksctl utils schema',
  'aws sts get-caller-identity --query Arn --output text',
  'aws iam get-role --role-name admin --query Role.Arn --output text',
  expect.stringMatching(
    /^aws iam simulate-principal-policy --policy-source-arn arn:aws:iam::123456789012:role\/aws-reserved\/sso\/admin --action-names .*eks:CreateCluster .* --query EvaluationResults\[\?EvalDecision!='allowed'\]\.EvalActionName --output text$/,
  ),
];
const DESCRIBE_CLUSTER = `aws eks describe-cluster --name movie-sentiment ${REGION} --query cluster.status --output text`;
const DESCRIBE_STACK = `aws cloudformation describe-stacks --stack-name eksctl-movie-sentiment-cluster ${REGION} --query Stacks[0].StackStatus --output text`;
const repositoryCommands = (verb: 'describe' | 'create', name: string): string =>
  verb === 'describe'
    ? `aws ecr describe-repositories --repository-names ${name} ${REGION} --query repositories[0].repositoryUri --output text`
    : `aws ecr create-repository --repository-name ${name} ${REGION} --image-tag-mutability IMMUTABLE --image-scanning-configuration scanOnPush=true --query repository.repositoryUri --output text`;
const AFTER_CREATION = [
  `aws eks update-kubeconfig --name movie-sentiment --alias movie-sentiment ${REGION}`,
  `${K} apply --server-side --filename node-pool.yaml --filename network-policy.yaml`,
];

describe('create.sh makes what is missing', () => {
  const { AWS, ROLE, ALLOWED, EKSCTL, KUBECTL_VERSION, APPLY, KUBECONFIG, NO_CLUSTER } = recorded;
  const kubectl = [KUBECTL_VERSION, APPLY];
  const create = (aws: Answers['aws'] = [], args = CIDR, eksctl: Answers['eksctl'] = EKSCTL) =>
    runStep(
      'create.sh',
      { aws: [...aws, ...AWS, ROLE, ALLOWED, KUBECONFIG, recorded.NO_STACK], eksctl, kubectl },
      args,
    );

  test('all of it in an empty account', async () => {
    const { stdout, stderr, code, log } = await create([NO_CLUSTER, ...recorded.NO_REPOSITORIES]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const commands = log.filter((line) => /^(aws|eksctl|kubectl) /.test(line));
    expect(commands).toEqual([
      ...CREATE_CHECKS,
      repositoryCommands('describe', 'movie-sentiment-http'),
      repositoryCommands('create', 'movie-sentiment-http'),
      repositoryCommands('describe', 'movie-sentiment-events'),
      repositoryCommands('create', 'movie-sentiment-events'),
      DESCRIBE_CLUSTER,
      DESCRIBE_STACK,
      'eksctl create cluster --config-file -',
      ...AFTER_CREATION,
    ]);
    expect(stdout).toContain('IAM allows the checked actions\nLeaving it running costs about $333 a month');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(
      'next: knative/cluster/install.sh --name movie-sentiment --region us-east-1',
    );
    // What eksctl reads
    expect(log).toContain('  name: movie-sentiment');
    expect(log).toContain('  publicAccessCIDRs: [203.0.113.7/32]');
  });

  test('with the name and region asked for', async () => {
    const { log } = await create(
      [NO_CLUSTER, ...recorded.REPOSITORIES],
      [...CIDR, '--name', 'other', '--region', 'eu-west-1'],
    );
    expect(log).toContain('  name: other');
    expect(log).toContain('  region: eu-west-1');
    expect(log).toContain('aws eks update-kubeconfig --name other --alias other --region eu-west-1');
  });

  test('and nothing where all is there', async () => {
    const { stdout, code, log } = await create([recorded.clusterIs('ACTIVE'), ...recorded.REPOSITORIES]);
    expect(code).toBe(0);
    expect(stdout).toContain('cluster movie-sentiment exists\n');
    expect(log).toEqual([
      ...CREATE_CHECKS,
      repositoryCommands('describe', 'movie-sentiment-http'),
      repositoryCommands('describe', 'movie-sentiment-events'),
      DESCRIBE_CLUSTER,
      ...AFTER_CREATION,
    ]);
  });

  test('without asking a IAM that does not tell, or need not be asked', async () => {
    const there = [recorded.clusterIs('ACTIVE'), ...recorded.REPOSITORIES];
    const untold = await create([recorded.UNTOLD, ...there]);
    expect(untold.stdout).toContain('IAM does not let you check permissions');
    expect(untold.code).toBe(0);
    const skipped = await create([recorded.DENIED, ...there], [...CIDR, '--skip-permission-check']);
    expect(skipped.log.join()).not.toContain('aws iam');
    expect(skipped.code).toBe(0);
  });

  test.each<[string, Answers['aws'], string[], string]>([
    [
      'AWS knows nobody',
      [recorded.NOBODY],
      CIDR,
      'no valid AWS credentials; log in with "aws configure sso"',
    ],
    ['a right is missing', [recorded.DENIED], CIDR, 'missing permissions: eks:CreateCluster, iam:PassRole'],
    [
      'another run is at it',
      [recorded.clusterIs('CREATING'), ...recorded.REPOSITORIES],
      CIDR,
      'the cluster movie-sentiment is CREATING; run this again when it is ACTIVE',
    ],
    [
      'an earlier run has left half of one',
      [
        recorded.NO_CLUSTER,
        recorded.stackIs('eksctl-movie-sentiment-cluster', 'ROLLBACK_COMPLETE'),
        ...recorded.REPOSITORIES,
      ],
      CIDR,
      'an earlier run has left its stack, eksctl-movie-sentiment-cluster, ROLLBACK_COMPLETE; knative/cluster/tear-down.sh --name movie-sentiment --region us-east-1 deletes it',
    ],
    [
      'AWS does not show stacks',
      [recorded.NO_CLUSTER, { ...recorded.NO_STACK, stderr: 'AccessDenied' }, ...recorded.REPOSITORIES],
      CIDR,
      'the stack eksctl-movie-sentiment-cluster cannot be looked up: AccessDenied',
    ],
    [
      'AWS does not show clusters',
      [recorded.DESCRIBE_DENIED, ...recorded.REPOSITORIES],
      CIDR,
      'the cluster cannot be looked up: An error occurred (AccessDeniedException)',
    ],
    [
      'AWS does not show repositories',
      [{ ...recorded.NO_REPOSITORIES[0]!, stderr: 'AccessDeniedException' }],
      CIDR,
      'the repository movie-sentiment-http cannot be looked up: AccessDeniedException',
    ],
    ['the API would be open to all or nobody', [], [], '--admin-cidr is missing or not a CIDR'],
    ['the addresses are none', [], ['--admin-cidr', '203.0.113.7'], '--admin-cidr is missing or not a CIDR'],
  ])('and stops before it makes a cluster when %s', async (_, aws, args, message) => {
    const { stderr, code, log } = await create(aws, args);
    expect(stderr).toContain(`error: ${message}`);
    expect(code).toBe(1);
    expect(log.join()).not.toMatch(/create-repository|eksctl create/);
  });

  test('and warns where the API would answer the whole internet', async () => {
    const there = [recorded.clusterIs('ACTIVE'), ...recorded.REPOSITORIES];
    const { stdout, code } = await create(there, ['--admin-cidr', '203.0.113.0/10,0.0.0.0/0']);
    expect(stdout).toContain(
      'warning: --admin-cidr has a /0, which opens the Kubernetes API to the whole internet',
    );
    expect(code).toBe(0);
    const narrow = await create(there, ['--admin-cidr', '203.0.113.0/10']);
    expect(narrow.stdout).not.toContain('warning');
  });

  test('and stops at an eksctl that would put nodes on public subnets', async () => {
    const { stderr, code } = await create([], CIDR, [{ command: 'eksctl utils schema', stdout: '{}' }]);
    expect(stderr).toContain('error: eksctl is too old');
    expect(code).toBe(1);
  });
});
