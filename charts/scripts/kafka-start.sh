#!/usr/bin/env bash
# Starts one Kafka node: waits for its own name, formats an empty disk, leaves a watcher behind, becomes the server.
#
# From the pod: POD_NAME, POD_NAMESPACE, SERVICE (headless), ROLE (controller, broker or both), NODE_ID_OFFSET, ZONE (may be empty),
# CLUSTER_ID, SEED: the first voters, while the cluster has never been whole, and QUORUM: the name of the controllers that are ready (a
# broker's alone).
set -euo pipefail

config=/etc/brokerkit/config
scripts=/etc/brokerkit/scripts
properties=/tmp/server.properties
host=$POD_NAME.$SERVICE
NODE_ID=$((NODE_ID_OFFSET + ${POD_NAME##*-}))
export NODE_ID HOST=$host

# A container that starts again finds the files of the one before.
rm -f "$properties" /tmp/ready

# While it waits: a shell that is process 1 ignores what it has no answer to.
trap 'exit 0' TERM

resolves() { { getent hosts "$1" || nslookup "$1"; } >/dev/null 2>&1; }
until resolves "$host"; do
  echo "start: waiting for the name $host"
  sleep 1
done

lines=$(<"$config/server.properties")
lines=${lines//@NODE_ID@/$NODE_ID}
lines=${lines//@HOST@/$host}
lines=${lines//@NAMESPACE@/$POD_NAMESPACE}
{
  echo "$lines"
  if [[ -n ${ZONE:-} && $ROLE != controller ]]; then echo "broker.rack=$ZONE"; fi
} >"$properties"

log_folder=$(sed -n 's/^log\.dirs=//p' "$properties")

format() { # arguments of kafka-storage.sh format
  # One small Java process: it must not ask for the server's heap.
  KAFKA_HEAP_OPTS=-Xmx128m /opt/kafka/bin/kafka-storage.sh format --cluster-id="$CLUSTER_ID" --config "$properties" "$@"
}

if [[ -s $log_folder/meta.properties ]]; then
  echo "start: the disk is formatted"
elif [[ $ROLE != broker && -n ${SEED:-} ]]; then
  echo "start: empty disk, new cluster: forming it with the first voters"
  format --initial-controllers "$SEED" \
    --add-scram "SCRAM-SHA-512=[name=$(</etc/brokerkit/provisioner/username),password=$(</etc/brokerkit/provisioner/password)]"
else
  # A broker that begins with the records of a leader that does not last never finds the controllers again (docs/adr/0010).
  until [[ -z ${QUORUM:-} ]] || resolves "$QUORUM"; do
    echo "start: empty disk: waiting for a quorum of the controllers"
    sleep 1
  done
  # Never as one of the first voters again: an empty voter under an old name could elect a leader that lacks records.
  echo "start: empty disk: joining the cluster"
  format --no-initial-controllers
fi

"$scripts/kafka-ready.sh" &
exec /opt/kafka/bin/kafka-server-start.sh "$properties"
