#!/usr/bin/env bash
# Starts one RabbitMQ node. A node whose disk was lost first has a peer forget its old self, then joins that peer: left alone
# it would come back as an empty member under its old name, or form a second cluster.
#
# From the pod: POD_NAME, SERVICE (headless), NODES, RABBITMQ_NODENAME, and SEED: set while the cluster has never been whole.
set -euo pipefail
umask 077

config=/etc/brokerkit/config
data=/var/lib/rabbitmq/mnesia
node_folder=$data/$RABBITMQ_NODENAME
joining=$data/joining

# Written anew each time: Erlang refuses a cookie that others may read, and a container that starts again finds the old files.
rm -f /var/lib/rabbitmq/.erlang.cookie /tmp/rabbitmq.conf
cat /etc/brokerkit/cookie/cookie >/var/lib/rabbitmq/.erlang.cookie
chmod 600 /var/lib/rabbitmq/.erlang.cookie
{
  cat "$config/rabbitmq.conf"
  # Read at the very first boot only; a node that joins takes its users from the others.
  echo "default_user = $(</etc/brokerkit/provisioner/username)"
  echo "default_pass = $(</etc/brokerkit/provisioner/password)"
} >/tmp/rabbitmq.conf

forget_me_at() { # PEER: succeeds once neither the cluster nor any queue counts this node's old self as a member
  local said
  if said=$(rabbitmqctl --node "$1" --timeout 60 forget_cluster_node "$RABBITMQ_NODENAME" 2>&1); then return 0; fi
  # Forgotten already. The peer has taken it out of all queues once more before it said so (4.3.6 logs it each time).
  [[ $said == *not_a_cluster_node* ]] && return 0
  echo "start: $1 can not help yet: $(tail -n 1 <<<"$said")"
  return 1
}

join_a_peer() {
  local ordinal peer domain=${RABBITMQ_NODENAME#*@"$POD_NAME"}
  while true; do
    for ((ordinal = 0; ordinal < NODES; ordinal++)); do
      peer=rabbit@${POD_NAME%-*}-$ordinal$domain
      [[ $peer == "$RABBITMQ_NODENAME" ]] && continue
      if forget_me_at "$peer"; then
        echo "start: joining $peer"
        echo "cluster_formation.k8s.seed_node = $peer" >>/tmp/rabbitmq.conf
        return 0
      fi
    done
    # No peer has a majority. Starting all the same would form a cluster of one.
    sleep 2
  done
}

if [[ -e $joining ]]; then
  echo "start: the last join did not end: once more, from an empty disk"
  rm -rf "${data:?}"/rabbit@* "$joining"
fi

feature_flags=$node_folder-feature_flags
if [[ -e $feature_flags && ! -s $feature_flags ]]; then
  # Power was lost soon after the first boot. The node gets the flags from its peers; its messages are there.
  echo "start: removing an empty feature flags file"
  rm -f "$feature_flags"
fi

# While it waits for a peer: a shell that is process 1 ignores what it has no answer to.
trap 'exit 0' TERM

if [[ ! -d $node_folder && -z ${SEED:-} && $NODES -gt 1 ]]; then
  echo "start: empty disk in a cluster that has been whole"
  join_a_peer
  touch "$joining"
  # Until it is a member for sure: a join that was cut off begins anew, one that ended must not.
  { until rabbitmqctl --timeout 3600 await_startup >/dev/null 2>&1; do sleep 2; done && rm -f "$joining"; } &
fi

# Not as process 1: a virtual machine that hangs while it stops could not be killed from here. By then the node has handed
# over everything and closed its files.
rabbitmq-server &
server=$!
# shellcheck disable=SC2317  # the trap calls it
stop() {
  kill -TERM "$server"
  for ((second = 0; second < 60; second++)); do
    kill -0 "$server" 2>/dev/null || return 0
    sleep 1
  done
  echo "start: the server hangs while it stops: killing it"
  kill -KILL "$server"
}
trap stop TERM
wait "$server" || true # a signal ends this wait before the server ends
wait "$server"
