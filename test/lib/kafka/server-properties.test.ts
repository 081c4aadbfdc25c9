import type { Knob } from '../../../lib/durability/knob';
import { kafkaKnobs } from '../../../lib/kafka/knobs';
import type { KafkaOptions } from '../../../lib/kafka/options';
import { serverProperties, serverPropertyLines, voters, type KafkaRole } from '../../../lib/kafka/server-properties';
import { resolveKafka, type KafkaSettings } from '../../../lib/kafka/settings';

const kafka = (options: KafkaOptions = {}): KafkaSettings => resolveKafka('kafka', options);
const lines = (text: string): string => text.trim().replaceAll(/^ +/gm, '') + '\n';
const value = (settings: KafkaSettings, role: KafkaRole, key: string): string | undefined =>
  serverPropertyLines(settings, role).find(([name]) => name === key)?.[1];

describe('serverProperties', () => {
  test('of a controller under survives-zone-loss', () => {
    expect(serverProperties(kafka(), 'controller')).toBe(
      lines(`
        process.roles=controller
        listeners=CONTROLLER://:9093
        node.id=@NODE_ID@
        advertised.listeners=CONTROLLER://@HOST@:9093
        controller.quorum.auto.join.enable=true
        listener.security.protocol.map=CONTROLLER:SSL,REPLICATION:SSL,CLIENTS:SASL_SSL
        controller.listener.names=CONTROLLER
        controller.quorum.bootstrap.servers=kafka-controller-0.kafka-controller:9093,kafka-controller-1.kafka-controller:9093,kafka-controller-2.kafka-controller:9093
        log.dirs=/var/lib/kafka/data/logs
        ssl.keystore.type=PEM
        ssl.keystore.location=/etc/brokerkit/internal/tls-combined.pem
        ssl.truststore.type=PEM
        ssl.truststore.location=/etc/brokerkit/internal/ca.crt
        ssl.client.auth=required
        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
        allow.everyone.if.no.acl.found=false
        super.users=User:CN=brokerkit-internal;User:provisioner
        min.insync.replicas=2
        default.replication.factor=3
        unclean.leader.election.enable=false
        num.partitions=6
        broker.session.timeout.ms=4000
        broker.heartbeat.interval.ms=1000
        socket.connection.setup.timeout.ms=1000
        socket.connection.setup.timeout.max.ms=2000
      `),
    );
  });

  test('of a broker under survives-zone-loss', () => {
    expect(serverProperties(kafka(), 'broker')).toBe(
      lines(`
        process.roles=broker
        listeners=REPLICATION://:9091,CLIENTS://:9092
        node.id=@NODE_ID@
        advertised.listeners=REPLICATION://@HOST@:9091,CLIENTS://@HOST@.@NAMESPACE@.svc:9092
        inter.broker.listener.name=REPLICATION
        listener.security.protocol.map=CONTROLLER:SSL,REPLICATION:SSL,CLIENTS:SASL_SSL
        controller.listener.names=CONTROLLER
        controller.quorum.bootstrap.servers=kafka-controller-0.kafka-controller:9093,kafka-controller-1.kafka-controller:9093,kafka-controller-2.kafka-controller:9093
        log.dirs=/var/lib/kafka/data/logs
        ssl.keystore.type=PEM
        ssl.keystore.location=/etc/brokerkit/internal/tls-combined.pem
        ssl.truststore.type=PEM
        ssl.truststore.location=/etc/brokerkit/internal/ca.crt
        ssl.client.auth=required
        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
        allow.everyone.if.no.acl.found=false
        super.users=User:CN=brokerkit-internal;User:provisioner
        listener.name.clients.ssl.keystore.type=PEM
        listener.name.clients.ssl.keystore.location=/etc/brokerkit/clients/tls-combined.pem
        listener.name.clients.ssl.truststore.type=PEM
        listener.name.clients.ssl.truststore.location=/etc/brokerkit/clients/ca.crt
        listener.name.clients.ssl.client.auth=none
        listener.name.clients.sasl.enabled.mechanisms=SCRAM-SHA-512
        listener.name.clients.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
        min.insync.replicas=2
        offsets.topic.replication.factor=3
        transaction.state.log.replication.factor=3
        transaction.state.log.min.isr=2
        share.coordinator.state.topic.replication.factor=3
        share.coordinator.state.topic.min.isr=2
        unclean.leader.election.enable=false
        auto.create.topics.enable=false
        log.flush.interval.messages=9223372036854775807
        log.retention.ms=604800000
        offsets.retention.minutes=43200
        message.max.bytes=1048588
        num.network.threads=3
        num.io.threads=8
        num.recovery.threads.per.data.dir=2
        broker.session.timeout.ms=4000
        broker.heartbeat.interval.ms=1000
        initial.broker.registration.timeout.ms=120000
        socket.connection.setup.timeout.ms=1000
        socket.connection.setup.timeout.max.ms=2000
        controller.socket.timeout.ms=2000
        replica.lag.time.max.ms=30000
      `),
    );
  });

  const rows = Object.entries(kafkaKnobs as Readonly<Record<string, Knob<unknown>>>);
  const cases = rows.flatMap(([name, row]) =>
    (['controller', 'broker'] as const).map(
      (role) => [name, row.on.includes(role) ? 'is' : 'is not', role, row] as const,
    ),
  );
  test.each(cases)('the knob %s %s written for a %s', (name, is, role, row) => {
    const settings = kafka();
    const its = (settings as unknown as Readonly<Record<string, unknown>>)[name];
    const written = serverPropertyLines(settings, role).filter(([key]) => key === row.key);

    const text = row.render ? row.render(its) : String(its);

    expect(written).toEqual(is === 'is' && text !== undefined ? [[row.key, text]] : []);
  });

  test.each(['controller', 'broker'] as const)('names no key twice for a %s', (role) => {
    const keys = serverPropertyLines(kafka({ durability: 'development' }), role).map(([key]) => key);

    expect(keys).toEqual([...new Set(keys)]);
  });

  test('has the brokers of a development cluster control themselves', () => {
    const settings = kafka({ durability: 'development' });

    expect(value(settings, 'broker', 'process.roles')).toBe('broker,controller');
    expect(value(settings, 'broker', 'listeners')).toBe('CONTROLLER://:9093,REPLICATION://:9091,CLIENTS://:9092');
    expect(value(settings, 'broker', 'controller.quorum.auto.join.enable')).toBe('true');
    expect(value(settings, 'broker', 'min.insync.replicas')).toBe('1');
  });

  test('never tells a broker without the controller role to join the voters, which it would refuse to start with', () => {
    expect(value(kafka(), 'broker', 'controller.quorum.auto.join.enable')).toBeUndefined();
  });

  test('forces every batch to the disk under survives-power-loss', () => {
    expect(value(kafka({ durability: 'survives-power-loss' }), 'broker', 'log.flush.interval.messages')).toBe('1');
  });

  test('lets consumers read from a copy in their own zone only where that was written, and says nothing otherwise', () => {
    const near = kafka({ replicaSelectorClass: 'RackAwareReplicaSelector' });
    const key = 'replica.selector.class';

    expect(value(near, 'broker', key)).toBe('org.apache.kafka.common.replica.RackAwareReplicaSelector');
    expect(value(near, 'controller', key)).toBeUndefined();
    expect(value(kafka(), 'broker', key)).toBeUndefined();
  });

  test('ends with the further lines of each role, and gives them to no other', () => {
    const settings = kafka({ brokerProperties: { 'log.cleaner.threads': '2' }, controllerProperties: { 'a.b': 'c' } });

    expect(serverProperties(settings, 'broker')).toMatch(/\nlog\.cleaner\.threads=2\n$/);
    expect(serverProperties(settings, 'controller')).toMatch(/\na\.b=c\n$/);
    expect(serverProperties(settings, 'controller')).not.toContain('log.cleaner.threads');
  });

  test('lets clients in without TLS only where that was written', () => {
    const plain = kafka({ clientSecurityProtocol: 'SASL_PLAINTEXT' });
    const map = 'listener.security.protocol.map';

    expect(value(kafka(), 'broker', map)).toBe('CONTROLLER:SSL,REPLICATION:SSL,CLIENTS:SASL_SSL');
    expect(value(plain, 'broker', map)).toBe('CONTROLLER:SSL,REPLICATION:SSL,CLIENTS:SASL_PLAINTEXT');
  });
});

describe('voters', () => {
  test('are the controllers, with ids that no broker has', () => {
    expect(voters(kafka({ controllers: 1 }))).toEqual([
      { id: 100, host: 'kafka-controller-0.kafka-controller', port: 9093 },
    ]);
  });

  test('are the brokers where these control themselves', () => {
    expect(voters(kafka({ controllers: 0, brokers: 2 }))).toEqual([
      { id: 0, host: 'kafka-broker-0.kafka-broker', port: 9093 },
      { id: 1, host: 'kafka-broker-1.kafka-broker', port: 9093 },
    ]);
  });
});
