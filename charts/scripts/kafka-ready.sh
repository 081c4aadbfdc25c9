#!/usr/bin/env bash
# Touches /tmp/ready once this node is what the others may rely on, then ends: no second Java process stays.
# A broker: in the in-sync replicas of every partition of its own that has a leader. A controller: a voter that keeps up, in a quorum
# whose first records are committed.
# A partition without a leader must not keep a broker back: it may be the broker that the partition waits for.
set -euo pipefail

tool() { # one of Kafka's own tools, as small as Java gets
  KAFKA_LOG4J_OPTS='' KAFKA_HEAP_OPTS=-Xmx64m KAFKA_JVM_PERFORMANCE_OPTS='-XX:+UseSerialGC -XX:TieredStopAtLevel=1' KAFKA_GC_LOG_OPTS=' ' \
    "/opt/kafka/bin/$1" "${@:2}" 2>/dev/null
}

in_list() { [[ ,$2, == *,$1,* ]]; } # ITEM LIST,OF,ITEMS

in_every_isr() {
  local lines line
  lines=$(tool kafka-topics.sh --bootstrap-server "$HOST:$READY_PORT" --command-config /etc/brokerkit/config/internal.properties \
    --describe --under-replicated-partitions) || { echo "ready: no answer on $HOST:$READY_PORT"; return 1; }
  while read -r line; do
    [[ $line =~ Leader:\ *([^[:space:]]+).*Replicas:\ *([0-9,]+).*Isr:\ *([0-9,]*) ]] || continue
    [[ ${BASH_REMATCH[1]} == none ]] && continue
    if in_list "$NODE_ID" "${BASH_REMATCH[2]}" && ! in_list "$NODE_ID" "${BASH_REMATCH[3]}"; then
      echo "ready: not in sync yet: $line"
      return 1
    fi
  done <<<"$lines"
}

voting() {
  local directory id its end lag status voters=0 hold=0 keeps_up=''
  directory=$(sed -n 's/^directory\.id=//p' /var/lib/kafka/data/logs/meta.properties)
  # NodeId DirectoryId LogEndOffset Lag LastFetchTimestamp LastCaughtUpTimestamp Status
  while read -r id its end lag _ _ status; do
    [[ $status == Leader || $status == Follower ]] || continue
    ((++voters))
    ((end > 0)) && ((++hold))
    [[ $id == "$NODE_ID" && $its == "$directory" ]] && ((lag <= 100)) && keeps_up=yes
  done < <(tool kafka-metadata-quorum.sh --bootstrap-controller "$HOST:$READY_PORT" \
    --command-config /etc/brokerkit/config/internal.properties describe --replication)
  [[ -n $keeps_up ]] && ((hold > voters / 2)) && return 0
  echo "ready: not a voter yet, or behind, or no majority that holds the first records"
  return 1
}

look=in_every_isr
[[ $ROLE == controller ]] && look=voting

# Waiting for the port costs nothing; a look costs a second of a core.
until (exec 3<>"/dev/tcp/$HOST/$READY_PORT") 2>/dev/null; do sleep 1; done
pause=2
until $look; do
  sleep $pause
  pause=$((pause < 32 ? pause * 2 : 60))
done
touch /tmp/ready
echo "ready: yes"
