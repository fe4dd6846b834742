#!/usr/bin/env bash
# knative/cluster/install.sh --help
set -euo pipefail

usage='knative/cluster/install.sh [--name NAME] [--region REGION] [--dry-run]

Installs Knative Serving with Kourier, and Eventing, by Knative'"'"'s operator. If they exist, it updates them to the
versions and settings of this folder. It takes 5 to 10 minutes, since nodes must start.

  --name NAME       the name of the cluster (default: movie-sentiment)
  --region REGION   the AWS region (default: AWS_REGION, or us-east-1)
  --dry-run         print each command instead of running it

Needs aws 2 and kubectl 1.34, and administrator rights in the cluster.'

source "$(dirname "${BASH_SOURCE[0]}")/steps.sh"
usage="$usage

$(costs)"

readonly OPERATOR=https://github.com/knative/operator/releases/download/knative-v$KNATIVE_OPERATOR/operator.yaml
# Only the kinds in components/monitoring, which have no effect without a Prometheus operator.
readonly PROMETHEUS=https://raw.githubusercontent.com/prometheus-operator/prometheus-operator/v$PROMETHEUS_OPERATOR/example/prometheus-operator-crd
readonly MONITORING_KINDS=(podmonitors prometheusrules)

while [[ $# -gt 0 ]]; do
  take_common "$@" || fail "unknown: $1; see --help"
  shift "$taken"
done

# install_kind KIND: installs a kind, unless any version of it exists.
install_kind() {
  local found
  found=$(kube get customresourcedefinition "$1.monitoring.coreos.com" --ignore-not-found --output name)
  [[ -n $found ]] || kube apply --server-side --filename "$PROMETHEUS/monitoring.coreos.com_$1.yaml"
}

# Callers are not authenticated, so the load balancer must not be on the internet.
check_load_balancer() {
  local host scheme
  host=$(load_balancer)
  scheme=$(look aws elbv2 describe-load-balancers --region "$region" \
    --query "LoadBalancers[?DNSName=='${host:-HOST}'].Scheme" --output text)
  [[ -n $dry_run || $scheme == internal ]] || fail "the load balancer $host is \"$scheme\"; expected internal"
  [[ -n $dry_run ]] || say "Kourier is at $host, inside the VPC"
}

need_tools aws kubectl
need_identity
need_cluster

kube apply --server-side --filename "$here/namespace.yaml" --filename "$OPERATOR"
kube wait deployment --all --namespace knative-operator --for condition=Available --timeout 300s
for kind in "${MONITORING_KINDS[@]}"; do install_kind "$kind"; done
kube apply --server-side --filename "$here/knative-serving.yaml" --filename "$here/knative-eventing.yaml"
kube wait knativeserving/knative-serving --namespace knative-serving --for condition=Ready --timeout 900s
kube wait knativeeventing/knative-eventing --namespace knative-eventing --for condition=Ready --timeout 900s
kube wait service/kourier --namespace knative-serving \
  --for 'jsonpath={.status.loadBalancer.ingress[0].hostname}' --timeout 300s
check_load_balancer
say "next: push the images, then knative/cluster/deploy.sh --name $name --image REF@DIGEST --events-image REF@DIGEST"
