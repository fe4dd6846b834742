#!/usr/bin/env bash
# knative/cluster/create.sh --help
set -euo pipefail

usage='knative/cluster/create.sh --admin-cidr CIDR [--name NAME] [--region REGION] [--dry-run]

Creates an EKS cluster and two ECR repositories, unless they exist: 15 to 20 minutes.

  --admin-cidr CIDR         the addresses that may reach the Kubernetes API, such as 203.0.113.7/32; separate
                            several by commas
  --name NAME               the name of the cluster (default: movie-sentiment)
  --region REGION           the AWS region (default: AWS_REGION, or us-east-1)
  --skip-permission-check   do not ask IAM first; for policies that allow actions only on certain resources
  --dry-run                 print each command instead of running it, as if nothing existed yet

Needs aws 2, eksctl and kubectl 1.34, and permission to create a VPC, a cluster, roles and repositories.'

source "$(dirname "${BASH_SOURCE[0]}")/steps.sh"
usage="$usage

$(costs)"

readonly REPOSITORIES=(movie-sentiment-http movie-sentiment-events)
# The minimum that eksctl needs. It needs more actions of the same services.
readonly ACTIONS=(
  cloudformation:CreateStack ec2:CreateVpc ec2:CreateNatGateway ec2:AllocateAddress ec2:CreateSecurityGroup
  eks:CreateCluster eks:CreateAccessEntry iam:CreateRole iam:AttachRolePolicy iam:PassRole
  ecr:CreateRepository logs:PutRetentionPolicy
)
admin_cidr='' skip_permission_check=''

while [[ $# -gt 0 ]]; do
  case $1 in
    --admin-cidr) need_value "$@" && admin_cidr=$2 && shift 2 ;;
    --skip-permission-check) skip_permission_check=yes && shift ;;
    *)
      take_common "$@" || fail "unknown: $1; see --help"
      shift "$taken"
      ;;
  esac
done
[[ $admin_cidr =~ ^[0-9a-f.:]+/[0-9]+(,[0-9a-f.:]+/[0-9]+)*$ ]] ||
  fail '--admin-cidr is missing or not a CIDR; expected your own address, such as 203.0.113.7/32'
[[ ! $admin_cidr =~ /0+(,|$) ]] ||
  say 'warning: --admin-cidr has a /0, which opens the Kubernetes API to the whole internet; only its tokens protect it then'

# Prints eksctl's configuration with the options.
cluster_config() {
  sed -e "s|^  name: .*|  name: $name|" -e "s|^  region: .*|  region: $region|" \
    -e "s|publicAccessCIDRs: .*|publicAccessCIDRs: [$admin_cidr]|" "$here/cluster.yaml"
}

# eksctl from before mid-2026 lacks the setting that keeps nodes off public subnets.
need_eksctl() {
  local schema
  schema=$(look eksctl utils schema)
  [[ -n $dry_run || $schema == *controlPlaneOnPrivateSubnets* ]] ||
    fail 'eksctl is too old: it does not know vpc.controlPlaneOnPrivateSubnets; expected the latest'
}

# Prints the ARN of the role or user whose policies apply: for a session, its role with its path.
policy_source() {
  local role
  case $identity in
    *:assumed-role/*)
      role=${identity#*:assumed-role/}
      look aws iam get-role --role-name "${role%%/*}" --query Role.Arn --output text
      ;;
    *) printf '%s' "$identity" ;;
  esac
}

# Checks permissions with IAM first, since eksctl would fail only after minutes, with half of a cluster created.
check_permissions() {
  local source denied
  if source=$(policy_source 2>&1) &&
    denied=$(look aws iam simulate-principal-policy --policy-source-arn "${source:-YOUR-ARN}" --action-names "${ACTIONS[@]}" \
      --query "EvaluationResults[?EvalDecision!='allowed'].EvalActionName" --output text 2>&1); then
    [[ -z $denied || $denied == None ]] || fail "missing permissions: ${denied//$'\t'/, } (--skip-permission-check if IAM is wrong)"
    [[ -n $dry_run ]] || say 'IAM allows the checked actions'
  else
    say 'IAM does not let you check permissions: if one is missing, the step that needs it fails'
  fi
}

make_repository() {
  local output
  if output=$(look aws ecr describe-repositories --repository-names "$1" --region "$region" \
    --query 'repositories[0].repositoryUri' --output text 2>&1) && [[ -n $output ]]; then
    say "repository $output exists"
  elif [[ -n $dry_run || $output == *RepositoryNotFoundException* ]]; then
    run aws ecr create-repository --repository-name "$1" --region "$region" --image-tag-mutability IMMUTABLE \
      --image-scanning-configuration scanOnPush=true --query repository.repositoryUri --output text
  else
    fail "the repository $1 cannot be looked up: $output"
  fi
}

need_tools aws eksctl kubectl
need_eksctl
need_identity
[[ -n $skip_permission_check ]] || check_permissions
costs

for repository in "${REPOSITORIES[@]}"; do make_repository "$repository"; done

status=$(cluster_status)
case $status in
  ACTIVE) say "cluster $name exists" ;;
  absent)
    stack=$(stack_status "eksctl-$name-cluster")
    [[ $stack == absent ]] ||
      fail "an earlier run has left its stack, eksctl-$name-cluster, $stack; knative/cluster/tear-down.sh --name $name --region $region deletes it, then run this again"
    config=$(cluster_config)
    if [[ -n $dry_run ]]; then say "$config"; fi
    run eksctl create cluster --config-file - <<<"$config"
    ;;
  *) fail "the cluster $name is $status; run this again when it is ACTIVE" ;;
esac

run aws eks update-kubeconfig --name "$name" --alias "$name" --region "$region"
kube apply --server-side --filename "$here/node-pool.yaml" --filename "$here/network-policy.yaml"
say "next: knative/cluster/install.sh --name $name --region $region"
