#!/usr/bin/env bash
# knative/cluster/tear-down.sh --help
set -euo pipefail

usage='knative/cluster/tear-down.sh [--yes] [--images] [--name NAME] [--region REGION] [--dry-run]

Deletes the cluster with everything in it, its network and its load balancer, or the remains of a failed create.sh. It
takes about 15 minutes. If AWS still lists resources afterwards, it prints them and exits with code 1.

  --yes             do not ask for confirmation
  --images          also delete the ECR repositories with all images
  --name NAME       the name of the cluster (default: movie-sentiment)
  --region REGION   the AWS region (default: AWS_REGION, or us-east-1)
  --dry-run         print each command instead of running it, as if everything existed

Needs aws 2, eksctl and kubectl 1.34, and the permissions of the creator. Afterwards only the images cost something, ten
cents per GB and month, and the logs, which are deleted after 30 days.'

source "$(dirname "${BASH_SOURCE[0]}")/steps.sh"

yes='' images=''
while [[ $# -gt 0 ]]; do
  case $1 in
    --yes) yes=yes && shift ;;
    --images) images=yes && shift ;;
    *)
      take_common "$@" || fail "unknown: $1; see --help"
      shift "$taken"
      ;;
  esac
done

confirm() {
  local answer=''
  [[ -z $yes && -z $dry_run ]] || return 0
  printf 'This deletes the cluster %s in %s with everything in it. Type its name to continue: ' "$name" "$region"
  read -r answer || true
  [[ $answer == "$name" ]] || fail 'nothing was deleted'
}

delete_stack() {
  run aws cloudformation delete-stack --stack-name "$1" --region "$region"
  run aws cloudformation wait stack-delete-complete --stack-name "$1" --region "$region"
}

# Runs before the cluster is deleted, since only the cluster can delete its load balancer.
delete_workloads() {
  need_cluster
  kube delete namespace movie-sentiment --ignore-not-found --timeout 900s
  delete_all knativeeventings.operator.knative.dev knativeservings.operator.knative.dev
  kube wait service/kourier --namespace knative-serving --for delete --timeout 300s
}

# delete_all KIND...: deletes all resources of each kind that the cluster knows.
delete_all() {
  local kind found
  for kind in "$@"; do
    found=$(kube get customresourcedefinition "$kind" --ignore-not-found --output name)
    if [[ -n $dry_run || -n $found ]]; then kube delete "$kind" --all --all-namespaces --timeout 600s; fi
  done
}

delete_repositories() {
  local repository output
  for repository in movie-sentiment-http movie-sentiment-events; do
    output=$(run aws ecr delete-repository --repository-name "$repository" --region "$region" --force 2>&1) ||
      [[ $output == *RepositoryNotFoundException* ]] || fail "$output"
  done
}

# left_over TAG: prints the resources that still have the tag.
left_over() {
  look aws resourcegroupstaggingapi get-resources --region "$region" --tag-filters "Key=$1,Values=$name" \
    --query 'ResourceTagMappingList[].ResourceARN' --output text
}

need_tools aws eksctl kubectl
need_identity
readonly front=$name-authentication remains=eksctl-$name-cluster
status=$(cluster_status)
front_status=$(stack_status "$front")
remains_status=$(stack_status "$remains")
[[ $status != absent || -n $dry_run ]] || say "cluster $name does not exist"
[[ $status$front_status$remains_status == absentabsentabsent ]] || confirm

# From front to back, since each depends on the next.
if [[ -n $dry_run || $front_status != absent ]]; then delete_stack "$front"; fi
if [[ -n $dry_run || $status == ACTIVE ]]; then delete_workloads; fi
if [[ -n $dry_run || $status != absent ]]; then
  run eksctl delete cluster --name "$name" --region "$region" --wait
elif [[ $remains_status != absent ]]; then
  # eksctl does not delete a stack whose cluster was never created.
  delete_stack "$remains"
fi
[[ -z $images ]] || delete_repositories

by_eksctl=$(left_over alpha.eksctl.io/cluster-name) || fail 'what is left cannot be looked up'
by_eks=$(left_over eks:eks-cluster-name) || fail 'what is left cannot be looked up'
if [[ -n $dry_run ]]; then exit; fi
rest="$by_eksctl $by_eks"
if [[ $rest =~ arn: ]]; then
  say 'AWS still lists these resources; some may be deleted already and listed for another hour, so check them:'
  tr -s '\t ' '\n' <<<"$rest" | grep arn: | sort -u
  exit 1
fi
say 'nothing of the cluster is left'
