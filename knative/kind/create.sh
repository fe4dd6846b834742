#!/usr/bin/env bash
# knative/kind/create.sh --help
set -euo pipefail

usage='knative/kind/create.sh [--name NAME] [--dry-run]

Creates a cluster on this machine with kind, unless it exists. Knative'"'"'s operator then installs Serving with Kourier, and
Eventing, in the versions of knative/versions.env. It takes 5 to 10 minutes, most of them to pull images.

  --name NAME   the name of the cluster (default: movie-sentiment); kubectl knows it as kind-NAME
  --dry-run     print each command instead of running it

Needs kind, kubectl 1.34 and docker, or podman with KIND_EXPERIMENTAL_PROVIDER=podman. It costs nothing but the machine.
"kind delete cluster --name NAME" deletes everything.'

source "$(dirname "${BASH_SOURCE[0]}")/../cluster/steps.sh"

readonly OPERATOR=https://github.com/knative/operator/releases/download/knative-v$KNATIVE_OPERATOR/operator.yaml
readonly FILES=$root/knative/kind

while [[ $# -gt 0 ]]; do
  take_common "$@" || fail "unknown: $1; see --help"
  shift "$taken"
done

guide='knative/README.md, "On your own machine",'
# The engine that kind uses; kind reads the variable itself.
engine=${KIND_EXPERIMENTAL_PROVIDER:-docker}

need_tools "$engine" kind kubectl
need_version kind "$KIND" kind version
cluster=$name
# The name of the kubectl context that kind creates.
name=kind-$cluster

if look kind get clusters | grep -qxF "$cluster"; then
  say "cluster $cluster exists"
else
  run kind create cluster --name "$cluster" --image "$KIND_NODE" --config "$FILES/cluster.yaml" --wait 120s
fi
kube apply --server-side --filename "$here/namespace.yaml" --filename "$OPERATOR"
kube wait deployment --all --namespace knative-operator --for condition=Available --timeout 300s
kube apply --server-side --filename "$FILES/knative.yaml"
kube wait knativeserving/knative-serving --namespace knative-serving --for condition=Ready --timeout 600s
kube wait knativeeventing/knative-eventing --namespace knative-eventing --for condition=Ready --timeout 600s
kube apply --server-side --filename "$FILES/gateway.yaml"
load='docker-image …'
[[ $engine == docker ]] || load='image-archive …'
say "next: load the images (kind load $load --name $cluster), then npm run deploy -- --overlay local --context $name"
