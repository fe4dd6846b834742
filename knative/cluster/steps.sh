# Functions shared by the scripts of this folder, which source this file. Each sets `usage` first, its text for --help.
# shellcheck shell=bash disable=SC2034,SC2154 # variables that the scripts set or use

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
readonly here root
source "$root/knative/versions.env"

# The document that says where to get the tools.
guide=knative/cluster/README.md
# The name of the cluster, of its kubectl context and of all its resources.
name=movie-sentiment
region=${AWS_REGION:-us-east-1}
dry_run=

# Commands are shown on standard output even if their own output is captured.
exec 3>&1

say() { printf '%s\n' "$*"; }

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# take_common OPTION VALUE: parses an option that every script has. Returns 1 for any other option.
# Sets `taken` to the number of words parsed.
take_common() {
  taken=2
  case $1 in
    --help | -h) say "$usage" && exit 0 ;;
    --dry-run) dry_run=yes taken=1 ;;
    --name) need_value "$@" && name=$2 && check_name ;;
    --region) need_value "$@" && region=$2 ;;
    *) return 1 ;;
  esac
}

need_value() {
  [[ $# -ge 2 && $2 != --* ]] || fail "$1 needs a value"
}

# EKS accepts no other names, and the name is used in files and commands.
check_name() {
  [[ $name =~ ^[a-zA-Z0-9][a-zA-Z0-9-]{0,99}$ ]] ||
    fail "--name is \"$name\"; expected 1 to 100 letters, digits and hyphens, no hyphen first"
}

# Prints a command as one would type it.
show() {
  local word line='$'
  for word in "$@"; do
    [[ $word =~ ^[A-Za-z0-9_./:=,@%+-]+$ ]] || word="'${word//\'/\'\\\'\'}'"
    line+=" $word"
  done
  printf '%s\n' "$line" >&3
}

# run COMMAND...: prints the command and, except in a dry run, runs it.
run() {
  show "$@"
  [[ -n $dry_run ]] || "$@"
}

# look COMMAND...: the same for a read-only command whose output is captured. In a dry run the output is empty.
look() { run "$@"; }

# need_tools NAME...: fails unless each is on the PATH and new enough.
need_tools() {
  local tool missing=()
  for tool in "$@"; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  [[ -n $dry_run || ${#missing[@]} -eq 0 ]] ||
    fail "not on the PATH: ${missing[*]}; $guide says where to get them"
  for tool in "$@"; do
    case $tool in
      aws) need_version aws 2.0.0 aws --version ;;
      kubectl) need_version kubectl "$KUBECTL_OLDEST" kubectl version --client ;;
    esac
  done
}

# need_version TOOL OLDEST COMMAND...: fails unless the first version in the command's output is OLDEST or later.
need_version() {
  local tool=$1 oldest=$2 output version
  shift 2
  output=$(look "$@")
  [[ -z $dry_run ]] || return 0
  version=$(grep -oE '[0-9]+\.[0-9]+\.[0-9]+' <<<"$output" | head -n 1 || true)
  [[ $(printf '%s\n%s\n' "$oldest" "$version" | sort -V | head -n 1) == "$oldest" ]] ||
    fail "$tool is ${version:-of no version}; expected $oldest or newer"
}

# Sets `identity` to the ARN of the AWS caller.
need_identity() {
  identity=$(look aws sts get-caller-identity --query Arn --output text) ||
    fail 'no valid AWS credentials; log in with "aws configure sso" and "aws sso login", or set the variables AWS_…'
  [[ -n $dry_run ]] || say "as $identity in $region"
}

# Prints the cluster's status, such as ACTIVE, or "absent".
cluster_status() {
  local output
  if output=$(look aws eks describe-cluster --name "$name" --region "$region" --query cluster.status --output text 2>&1); then
    printf '%s' "${output:-absent}"
  elif [[ $output == *ResourceNotFoundException* ]]; then
    printf absent
  else
    fail "the cluster cannot be looked up: $output"
  fi
}

# stack_status NAME: prints the status of a CloudFormation stack, such as ROLLBACK_COMPLETE, or "absent".
stack_status() {
  local output
  if output=$(look aws cloudformation describe-stacks --stack-name "$1" --region "$region" \
    --query 'Stacks[0].StackStatus' --output text 2>&1); then
    printf '%s' "${output:-absent}"
  elif [[ $output == *'does not exist'* ]]; then
    printf absent
  else
    fail "the stack $1 cannot be looked up: $output"
  fi
}

# kube ARGUMENT...: runs kubectl for this cluster, regardless of the current context.
kube() { run kubectl --context "$name" "$@"; }

# need_cluster: fails unless kubectl reaches the cluster with all permissions for the installation.
need_cluster() {
  local answer
  answer=$(kube auth can-i '*' '*' --all-namespaces 2>&1) || {
    [[ $answer == no* ]] && fail "you are no administrator of the cluster $name; its creator can make you one (aws eks create-access-entry)"
    fail "the cluster $name does not answer: $answer
  \"aws eks update-kubeconfig --name $name --alias $name --region $region\" configures kubectl for it; only the addresses of create.sh --admin-cidr can reach its API"
  }
}

# Prints the host name of Kourier's load balancer.
load_balancer() {
  kube get service kourier --namespace knative-serving --ignore-not-found \
    --output 'jsonpath={.status.loadBalancer.ingress[0].hostname}'
}

# Prints the cost of leaving everything running, for --help and before anything is created.
costs() {
  cat <<'END'
Leaving it running costs about $333 a month (us-east-1, 730 hours, November 2026; knative/cluster/README.md has the sources):
  EKS control plane         $73   $0.10 an hour
  3 nodes, m7g.large       $200   $0.0816 an hour each, and 12 % for Auto Mode; an estimate of what Knative needs
  NAT gateway               $33   $0.045 an hour, and $0.045 a GB of images pulled
  public IPv4 address        $4   $0.005 an hour, of the NAT gateway
  network load balancer     $16   $0.0225 an hour, and $0.006 per capacity unit
  disks of the nodes, logs   $7   an estimate
The two functions have no pods at rest. The overlay's example sink and transformation keep one pod each.
knative/cluster/tear-down.sh deletes everything.
END
}
