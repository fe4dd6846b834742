#!/usr/bin/env bash
# knative/cluster/verify.sh --help
set -euo pipefail

usage='knative/cluster/verify.sh [--canary] [--port PORT] [--name NAME] [--dry-run]

Checks that both functions in the cluster keep the contract, by npm run verify. It uses tunnels to Kourier, since the
load balancer is reachable only inside the VPC, and sentiment-events only inside the cluster. It takes about 20 seconds.

  --canary          check the canaries by their own addresses; an error if there is none
  --port PORT       the local ports of the tunnels: this one and the next (default: 8081)
  --name NAME       the name of the cluster (default: movie-sentiment)
  --region REGION   the AWS region (default: AWS_REGION, or us-east-1)
  --dry-run         print each command instead of running it

Needs npm and kubectl 1.34, and permission to forward a port. It sends about fifty requests, which cost next to nothing.'

source "$(dirname "${BASH_SOURCE[0]}")/steps.sh"

canary='' port=8081 tunnels=() logs=()
while [[ $# -gt 0 ]]; do
  case $1 in
    --canary) canary=yes && shift ;;
    --port) need_value "$@" && port=$2 && shift 2 ;;
    *)
      take_common "$@" || fail "unknown: $1; see --help"
      shift "$taken"
      ;;
  esac
done
[[ $port =~ ^[1-9][0-9]{0,4}$ ]] || fail "--port is \"$port\"; expected a number"

# host_of SERVICE: prints the host of the service, or of its canary.
host_of() {
  local path='{.status.url}' what=address answer url
  if [[ -n $canary ]]; then
    path='{.status.traffic[?(@.tag=="canary")].url}'
    what='canary; knative/cluster/deploy.sh --canary 0 creates one without requests (a first deployment has none)'
  fi
  answer=$(kube get "services.serving.knative.dev/$1" --namespace movie-sentiment --ignore-not-found \
    --output "jsonpath={.metadata.name} $path") || fail "$1 cannot be looked up; kubectl says why above"
  [[ -n $dry_run || -n $answer ]] || fail "$1 does not exist; knative/cluster/deploy.sh deploys it"
  url=${answer#* }
  [[ -z $dry_run ]] || url=HOST
  [[ -n $url ]] || fail "$1 has no $what"
  printf '%s' "${url#http*://}"
}

# open_tunnel SERVICE PORT: opens a tunnel to a service of Kourier, until this script ends.
open_tunnel() {
  local log tunnel
  local command=(kubectl --context "$name" port-forward --namespace knative-serving "service/$1" "$2:80")
  show "${command[@]}"
  [[ -z $dry_run ]] || return 0
  log=$(mktemp)
  "${command[@]}" >"$log" 2>&1 &
  tunnel=$!
  tunnels+=("$tunnel") logs+=("$log")
  for _ in {1..100}; do
    ! grep -q '^Forwarding from' "$log" || return 0
    kill -0 "$tunnel" 2>/dev/null || break
    sleep 0.1
  done
  fail "there is no tunnel to $1: $(cat "$log")"
}

close_tunnels() {
  [[ ${#tunnels[@]} -eq 0 ]] || kill "${tunnels[@]}" 2>/dev/null || true
  [[ ${#logs[@]} -eq 0 ]] || rm -f "${logs[@]}"
}

need_tools npm kubectl
host=$(host_of sentiment-http) || exit 1
events_host=$(host_of sentiment-events) || exit 1
trap close_tunnels EXIT
open_tunnel kourier "$port"
# The gateway for addresses inside the cluster.
open_tunnel kourier-internal "$((port + 1))"
run npm --prefix "$root" run --silent verify -- --url "http://127.0.0.1:$port" --host "$host" \
  --events-url "http://127.0.0.1:$((port + 1))" --events-host "$events_host"
