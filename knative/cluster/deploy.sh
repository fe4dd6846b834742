#!/usr/bin/env bash
# knative/cluster/deploy.sh --help
set -euo pipefail

usage='knative/cluster/deploy.sh --image REF@DIGEST --events-image REF@DIGEST [--canary PERCENT] [--name NAME] [--dry-run]

Deploys the overlay eks to this cluster by npm run deploy, and waits until it is ready. It takes seconds, or two minutes
if a node has to start.

  --image REF@DIGEST          the image of sentiment-http
  --events-image REF@DIGEST   the image of sentiment-events
  --canary PERCENT            send only this percentage of requests to the new revision, 0 to 100
  --name NAME                 the name of the cluster (default: movie-sentiment)
  --region REGION             the AWS region (default: AWS_REGION, or us-east-1)
  --dry-run                   print each command instead of running it; npm run deploy -- --dry-run prints the manifests

Needs npm and kubectl 1.34, and permission to change the overlay'"'"'s resources. The two functions have no pods at rest.
The overlay'"'"'s example sink and transformation keep one pod each. A million requests cost less than half a cent for the
processor.'

source "$(dirname "${BASH_SOURCE[0]}")/steps.sh"

# Each kind of the overlay. Only the right to patch it is checked; a first deployment also needs the right to create it.
readonly APPLIED=(namespaces configmaps resourcequotas networkpolicies.networking.k8s.io services.serving.knative.dev
  brokers.eventing.knative.dev triggers.eventing.knative.dev eventtransforms.eventing.knative.dev
  integrationsinks.sinks.knative.dev jobsinks.sinks.knative.dev
  podmonitors.monitoring.coreos.com prometheusrules.monitoring.coreos.com)

# need_permission VERB KIND [OPTION...]: fails unless the caller has it in the namespace.
need_permission() {
  local answer
  answer=$(kube auth can-i "$@" --namespace movie-sentiment 2>&1) ||
    fail "you may not $1 $2 in the namespace movie-sentiment, or the cluster $name does not answer: $answer"
}

images=() canary=''
while [[ $# -gt 0 ]]; do
  case $1 in
    --image | --events-image) need_value "$@" && images+=("$1" "$2") && shift 2 ;;
    --canary) need_value "$@" && canary=$2 && shift 2 ;;
    *)
      take_common "$@" || fail "unknown: $1; see --help"
      shift "$taken"
      ;;
  esac
done
[[ ${#images[@]} -gt 0 ]] || fail 'nothing to deploy; expected --image REF@DIGEST --events-image REF@DIGEST'

need_tools npm kubectl
for kind in "${APPLIED[@]}"; do need_permission patch "$kind"; done
for kind in services.serving.knative.dev brokers.eventing.knative.dev; do need_permission get "$kind"; done
for kind in revisions.serving.knative.dev pods; do need_permission list "$kind"; done
need_permission get pods --subresource log
run npm --prefix "$root" run --silent deploy -- --overlay eks --context "$name" "${images[@]}" \
  ${canary:+--canary "$canary"}
say "next: knative/cluster/verify.sh --name $name${canary:+ --canary}"
