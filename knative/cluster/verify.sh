#!/usr/bin/env bash
# knative/cluster/verify.sh --help
set -euo pipefail

usage='knative/cluster/verify.sh [--canary] [--host HOST] [--port PORT] [--name NAME] [--dry-run]

Checks that the functions in the cluster keep the contract: npm run verify through a tunnel to Kourier, since its load
balancer answers inside the VPC alone. Some ten seconds.

  --canary          check the canary, where there is one
  --host HOST       the host of sentiment-http (default: what Knative says it is)
  --port PORT       where the tunnel begins on this machine (default: 8081)
  --name NAME       the name of the cluster (default: movie-sentiment)
  --region REGION   where (default: AWS_REGION, or us-east-1)
  --dry-run         print each command in place of running it

Needs npm and kubectl 1.34, and rights to forward a port. It costs the requests it sends, some thirty.'

source "$(dirname "${BASH_SOURCE[0]}")/steps.sh"

canary='' host='' port=8081 tunnel='' log=''
while [[ $# -gt 0 ]]; do
  case $1 in
    --canary) canary=yes && shift ;;
    --host) need_value "$@" && host=$2 && shift 2 ;;
    --port) need_value "$@" && port=$2 && shift 2 ;;
    *)
      take_common "$@" || fail "unknown: $1; --help tells what there is"
      shift "$taken"
      ;;
  esac
done

# address_of JSONPATH: what Knative says of sentiment-http.
address_of() {
  kube get services.serving.knative.dev/sentiment-http --namespace movie-sentiment --output "jsonpath=$1" ||
    fail 'sentiment-http is not there; knative/cluster/deploy.sh deploys it'
}

find_host() {
  local url=''
  [[ -z $canary ]] || url=$(address_of '{.status.traffic[?(@.tag=="canary")].url}')
  [[ -n $url ]] || url=$(address_of '{.status.url}')
  printf '%s' "${url#http*://}"
}

# Ends when this script does.
open_tunnel() {
  show kubectl --context "$name" port-forward --namespace knative-serving service/kourier "$port:80"
  [[ -z $dry_run ]] || return 0
  log=$(mktemp)
  kubectl --context "$name" port-forward --namespace knative-serving service/kourier "$port:80" >"$log" 2>&1 &
  tunnel=$!
  trap 'kill "$tunnel" 2>/dev/null || true; rm -f "$log"' EXIT
  for _ in {1..100}; do
    ! grep -q '^Forwarding from' "$log" || return 0
    kill -0 "$tunnel" 2>/dev/null || break
    sleep 0.1
  done
  fail "there is no tunnel to Kourier: $(cat "$log")"
}

need_tools npm kubectl
[[ -n $host ]] || host=$(find_host)
open_tunnel
run npm --prefix "$root" run --silent verify -- --url "http://127.0.0.1:$port" --host "${host:-HOST}"
