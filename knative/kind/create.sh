#!/usr/bin/env bash
# knative/kind/create.sh --help
set -euo pipefail

usage='knative/kind/create.sh [--name NAME] [--dry-run]

Makes a cluster on this machine by kind, unless it is there, and has the operator install Knative Serving with Kourier,
and Eventing, in the versions of knative/versions.env: 5 to 10 minutes, most of it to pull images.

  --name NAME   the name of the cluster (default: movie-sentiment); kubectl knows it as kind-NAME
  --dry-run     print each command in place of running it

Needs docker, kind and kubectl 1.34. It costs nothing but the machine. "kind delete cluster --name NAME" ends all of it.'

source "$(dirname "${BASH_SOURCE[0]}")/../cluster/steps.sh"

readonly OPERATOR=https://github.com/knative/operator/releases/download/knative-v$KNATIVE_OPERATOR/operator.yaml
readonly FILES=$root/knative/kind

while [[ $# -gt 0 ]]; do
  take_common "$@" || fail "unknown: $1; --help tells what there is"
  shift "$taken"
done

need_tools docker kind kubectl
need_version kind "$KIND" kind version
cluster=$name
# The name of the kubectl context that kind creates.
name=kind-$cluster

if look kind get clusters | grep -qxF "$cluster"; then
  say "cluster $cluster is there"
else
  run kind create cluster --name "$cluster" --image "$KIND_NODE" --config "$FILES/cluster.yaml" --wait 120s
fi
kube apply --server-side --filename "$here/namespace.yaml" --filename "$OPERATOR"
kube wait deployment --all --namespace knative-operator --for condition=Available --timeout 300s
kube apply --server-side --filename "$FILES/knative.yaml"
kube wait knativeserving/knative-serving --namespace knative-serving --for condition=Ready --timeout 600s
kube wait knativeeventing/knative-eventing --namespace knative-eventing --for condition=Ready --timeout 600s
kube apply --server-side --filename "$FILES/gateway.yaml"
say "next: load the images (kind load docker-image … --name $cluster), then npm run deploy -- --overlay local --context $name"
