#!/usr/bin/env bash
# knative/cluster/deploy.sh --help
set -euo pipefail

usage='knative/cluster/deploy.sh --image REF@DIGEST --events-image REF@DIGEST [--canary PERCENT] [--name NAME] [--dry-run]

Deploys the overlay eks to the cluster and waits until it is ready: npm run deploy, for this cluster. Seconds, or two
minutes where a node has to start.

  --image REF@DIGEST          the image of sentiment-http
  --events-image REF@DIGEST   the image of sentiment-events
  --canary PERCENT            send only so many of the requests to it, 0 to 100
  --name NAME                 the name of the cluster (default: movie-sentiment)
  --region REGION             where (default: AWS_REGION, or us-east-1)
  --dry-run                   print each command in place of running it; npm run deploy --dry-run shows the manifests

Needs npm and kubectl 1.34, and rights to change what the overlay has. At rest a deployment costs nothing more: it has
no pods then. A million requests cost less than half a cent for the processor.'

source "$(dirname "${BASH_SOURCE[0]}")/steps.sh"

# One resource for each kind of permission that the overlay needs.
readonly KINDS=(services.serving.knative.dev triggers.eventing.knative.dev jobsinks.sinks.knative.dev
  networkpolicies.networking.k8s.io podmonitors.monitoring.coreos.com configmaps)

images=() canary=''
while [[ $# -gt 0 ]]; do
  case $1 in
    --image | --events-image) need_value "$@" && images+=("$1" "$2") && shift 2 ;;
    --canary) need_value "$@" && canary=$2 && shift 2 ;;
    *)
      take_common "$@" || fail "unknown: $1; --help tells what there is"
      shift "$taken"
      ;;
  esac
done
[[ ${#images[@]} -gt 0 ]] || fail 'nothing to deploy; expected --image REF@DIGEST --events-image REF@DIGEST'

need_tools npm kubectl
for kind in "${KINDS[@]}"; do
  may=$(kube auth can-i patch "$kind" --namespace movie-sentiment 2>&1) ||
    fail "you may not change $kind there, or the cluster $name does not answer: $may"
done
run npm --prefix "$root" run --silent deploy -- --overlay eks --context "$name" "${images[@]}" \
  ${canary:+--canary "$canary"}
say "next: knative/cluster/verify.sh --name $name${canary:+ --canary}"
