#!/usr/bin/env bash
# Before a node stops: waits until every queue has a majority without it, then hands over what it leads.
# Never ends with a failure: Kubernetes would stop the node at once. The pod's grace period is the only limit.
set -uo pipefail

say() { echo "stop: $*" >/proc/1/fd/1; }

# A node that still waits for a peer holds nothing.
grep -qsx beam.smp /proc/[0-9]*/comm || exit 0

started=$SECONDS
until rabbitmq-upgrade await_online_quorum_plus_one --timeout 60 >/dev/null 2>&1; do
  say "a queue still needs this node"
  sleep 2
done
say "no queue needs this node, after $((SECONDS - started)) s"
rabbitmq-upgrade drain --timeout 60 >/dev/null 2>&1 || say "could not drain"
exit 0
