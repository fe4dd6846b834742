# What the scripts of this folder share; they source it. Each sets `usage` first, its text for --help.
# shellcheck shell=bash disable=SC2034,SC2154 # of variables that are set or used there

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
readonly here root
source "$root/knative/versions.env"

# The name of the cluster, of kubectl's context for it and of all that belongs to it.
name=movie-sentiment
region=${AWS_REGION:-us-east-1}
dry_run=

# Commands are shown on standard output even where their own output is read.
exec 3>&1

say() { printf '%s\n' "$*"; }

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# take_common OPTION VALUE: reads an option that every script has; 1 where it is none of them.
# `taken` is how many words it was.
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

# EKS takes no other, and files and commands are made with it.
check_name() {
  [[ $name =~ ^[a-zA-Z0-9][a-zA-Z0-9-]{0,99}$ ]] ||
    fail "--name is \"$name\"; expected 1 to 100 letters, digits and hyphens, no hyphen first"
}

# A command as one would type it.
show() {
  local word line='$'
  for word in "$@"; do
    [[ $word =~ ^[A-Za-z0-9_./:=,@%+-]+$ ]] || word="'${word//\'/\'\\\'\'}'"
    line+=" $word"
  done
  printf '%s\n' "$line" >&3
}

# run COMMAND...: shows it and, but in a dry run, runs it.
run() {
  show "$@"
  [[ -n $dry_run ]] || "$@"
}

# look COMMAND...: the same, for a command that changes nothing and is read. In a dry run it finds nothing.
look() { run "$@"; }

# need_tools NAME...: each on the PATH, and new enough.
need_tools() {
  local tool missing=()
  for tool in "$@"; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  [[ -n $dry_run || ${#missing[@]} -eq 0 ]] ||
    fail "not on the PATH: ${missing[*]}; knative/cluster/README.md says where to get what"
  for tool in "$@"; do
    case $tool in
      aws) need_version aws 2.0.0 aws --version ;;
      kubectl) need_version kubectl "$KUBECTL_OLDEST" kubectl version --client ;;
    esac
  done
}

# need_version TOOL OLDEST COMMAND...: the first version in what the command prints is that or a later one.
need_version() {
  local tool=$1 oldest=$2 output version
  shift 2
  output=$(look "$@")
  [[ -z $dry_run ]] || return 0
  version=$(grep -oE '[0-9]+\.[0-9]+\.[0-9]+' <<<"$output" | head -n 1 || true)
  [[ $(printf '%s\n%s\n' "$oldest" "$version" | sort -V | head -n 1) == "$oldest" ]] ||
    fail "$tool is ${version:-of no version}; expected $oldest or newer"
}

# Who AWS takes us for.
need_identity() {
  identity=$(look aws sts get-caller-identity --query Arn --output text) ||
    fail 'AWS does not know you; "aws configure sso" and "aws sso login", or the variables AWS_…, say who you are'
  [[ -n $dry_run ]] || say "as $identity in $region"
}

# The cluster's status, such as ACTIVE, or "absent".
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

# stack_status NAME: the status of a stack of CloudFormation, such as ROLLBACK_COMPLETE, or "absent".
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

# kube ARGUMENT...: kubectl for this cluster, whatever the current context is.
kube() { run kubectl --context "$name" "$@"; }

# need_cluster: kubectl reaches the cluster, and may do everything there that installing takes.
need_cluster() {
  local answer
  answer=$(kube auth can-i '*' '*' --all-namespaces 2>&1) || {
    [[ $answer == no* ]] && fail "you may not administer the cluster $name; who made it may, and may let you (aws eks create-access-entry)"
    fail "the cluster $name does not answer: $answer
  \"aws eks update-kubeconfig --name $name --alias $name --region $region\" tells kubectl of it; its API answers only the addresses given to create.sh --admin-cidr"
  }
}

# Where Kourier's load balancer is.
load_balancer() {
  kube get service kourier --namespace knative-serving --ignore-not-found \
    --output 'jsonpath={.status.loadBalancer.ingress[0].hostname}'
}

# What it costs to leave everything running, for --help and before anything is made.
costs() {
  cat <<'END'
To leave it running costs about $333 a month (us-east-1, 730 hours, November 2026; knative/cluster/README.md has the sources):
  EKS control plane         $73   $0.10 an hour
  3 nodes, m7g.large       $200   $0.0816 an hour each, and 12 % for Auto Mode; an estimate of what Knative needs
  NAT gateway               $33   $0.045 an hour, and $0.045 a GB of images pulled
  public IPv4 address        $4   $0.005 an hour, of the NAT gateway
  network load balancer     $16   $0.0225 an hour, and $0.006 per capacity unit
  disks of the nodes, logs   $7   an estimate
The functions themselves cost nothing at rest: they have no pods then. knative/cluster/tear-down.sh ends all of it.
END
}
