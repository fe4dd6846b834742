import type { Recorded } from './fake-commands.ts';

/** Answers in the words of the tools: aws 2, eksctl, kubectl 1.35. */

const AWS_VERSION = {
  command: 'aws --version',
  stdout: 'aws-cli/2.31.2 Python/3.13.7 Linux/6.8.0 exe/x86_64',
};
export const KUBECTL_VERSION = {
  command: 'kubectl version --client',
  stdout: 'Client Version: v1.35.1\nKustomize Version: v5.7.1\n',
};

const IDENTITY = {
  command: 'aws sts get-caller-identity *',
  stdout: 'arn:aws:sts::123456789012:assumed-role/admin/me@example.com\n',
};
export const NOBODY = {
  command: 'aws sts get-caller-identity *',
  stderr: 'Unable to locate credentials. You can configure credentials by running "aws configure".\n',
  code: 253,
};
export const AWS = [AWS_VERSION, IDENTITY];

export const ROLE = {
  command: 'aws iam get-role *',
  stdout: 'arn:aws:iam::123456789012:role/aws-reserved/sso/admin\n',
};
export const ALLOWED = { command: 'aws iam simulate-principal-policy *', stdout: '\n' };
export const DENIED = {
  command: 'aws iam simulate-principal-policy *',
  stdout: 'eks:CreateCluster\tiam:PassRole\n',
};
export const UNTOLD = {
  command: 'aws iam simulate-principal-policy *',
  stderr: 'An error occurred (AccessDenied) when calling the SimulatePrincipalPolicy operation\n',
  code: 254,
};

export const clusterIs = (status: string): Recorded => ({
  command: 'aws eks describe-cluster *',
  stdout: `${status}\n`,
});
export const NO_CLUSTER = {
  command: 'aws eks describe-cluster *',
  stderr:
    'An error occurred (ResourceNotFoundException) when calling the DescribeCluster operation: No cluster found for name: movie-sentiment.\n',
  code: 254,
};
export const DESCRIBE_DENIED = {
  command: 'aws eks describe-cluster *',
  stderr: 'An error occurred (AccessDeniedException) when calling the DescribeCluster operation\n',
  code: 254,
};

export const stackIs = (name: string, status: string): Recorded => ({
  command: `aws cloudformation describe-stacks --stack-name ${name} *`,
  stdout: `${status}\n`,
});
export const NO_STACK = {
  command: 'aws cloudformation describe-stacks *',
  stderr:
    'An error occurred (ValidationError) when calling the DescribeStacks operation: Stack with id … does not exist\n',
  code: 254,
};

export const NO_REPOSITORIES: Recorded[] = [
  {
    command: 'aws ecr describe-repositories *',
    stderr:
      'An error occurred (RepositoryNotFoundException) when calling the DescribeRepositories operation\n',
    code: 254,
  },
  {
    command: 'aws ecr create-repository *',
    stdout: '123456789012.dkr.ecr.us-east-1.amazonaws.com/movie-sentiment-…\n',
  },
];
export const REPOSITORIES: Recorded[] = [
  {
    command: 'aws ecr describe-repositories *',
    stdout: '123456789012.dkr.ecr.us-east-1.amazonaws.com/movie-sentiment-…\n',
  },
];
export const KUBECONFIG = {
  command: 'aws eks update-kubeconfig *',
  stdout: 'Added new context movie-sentiment to /root/.kube/config\n',
};
export const loadBalancerIs = (scheme: string): Recorded => ({
  command: 'aws elbv2 describe-load-balancers *',
  stdout: `${scheme}\n`,
});

export const EKSCTL: Recorded[] = [
  {
    command: 'eksctl utils schema',
    stdout:
      '{"definitions":{"ClusterVPC":{"properties":{"controlPlaneOnPrivateSubnets":{"type":"boolean"}}}}}\n',
  },
  {
    command: 'eksctl create cluster --config-file -',
    shell: 'cat >> "$log"',
    stdout: '[✔]  EKS cluster is ready\n',
  },
  { command: 'eksctl delete cluster *', stdout: '[✔]  all cluster resources were deleted\n' },
];

export const ADMINISTRATOR = { command: 'kubectl * auth can-i \\* \\* --all-namespaces', stdout: 'yes\n' };
export const NO_ADMINISTRATOR = { ...ADMINISTRATOR, stdout: 'no\n', code: 1 };
export const UNREACHABLE = {
  command: 'kubectl * auth can-i *',
  stderr: 'error: Get "https://0123.gr7.us-east-1.eks.amazonaws.com": dial tcp: i/o timeout\n',
  code: 1,
};
export const APPLY = { command: 'kubectl * apply --server-side *', stdout: '… serverside-applied\n' };
export const WAIT = { command: 'kubectl * wait *', stdout: '… condition met\n' };
export const DELETE = { command: 'kubectl * delete *', stdout: '… deleted\n' };
export const KOURIER = {
  command: 'kubectl * get service kourier *',
  stdout: 'k8s-knatives-kourier-0123.elb.us-east-1.amazonaws.com',
};
export const kindsAre = (found: boolean): Recorded => ({
  command: 'kubectl * get customresourcedefinition *',
  stdout: found ? 'customresourcedefinition.apiextensions.k8s.io/…\n' : '',
});
