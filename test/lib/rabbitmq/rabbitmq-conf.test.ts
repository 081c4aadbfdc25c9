import type { Knob } from '../../../lib/durability/knob';
import { rabbitMqKnobs } from '../../../lib/rabbitmq/knobs';
import type { RabbitMqOptions } from '../../../lib/rabbitmq/options';
import { enabledPlugins, interNodeTls, rabbitMqConf, rabbitMqConfLines } from '../../../lib/rabbitmq/rabbitmq-conf';
import { resolveRabbitMq, type RabbitMqSettings } from '../../../lib/rabbitmq/settings';

const rabbitMq = (options: RabbitMqOptions = {}): RabbitMqSettings => resolveRabbitMq('rabbitmq', options);
const lines = (text: string): string => text.trim().replaceAll(/^ +/gm, '') + '\n';

describe('rabbitMqConf', () => {
  test('of a node under survives-zone-loss', () => {
    expect(rabbitMqConf(rabbitMq())).toBe(
      lines(`
        cluster_name = rabbitmq
        cluster_formation.peer_discovery_backend = k8s
        cluster_formation.target_cluster_size_hint = 3
        listeners.ssl.default = 5671
        ssl_options.cacertfile = /etc/brokerkit/clients/ca.crt
        ssl_options.certfile = /etc/brokerkit/clients/tls.crt
        ssl_options.keyfile = /etc/brokerkit/clients/tls.key
        ssl_options.verify = verify_peer
        ssl_options.fail_if_no_peer_cert = false
        management.ssl.port = 15671
        management.ssl.cacertfile = /etc/brokerkit/clients/ca.crt
        management.ssl.certfile = /etc/brokerkit/clients/tls.crt
        management.ssl.keyfile = /etc/brokerkit/clients/tls.key
        prometheus.tcp.listener = none
        prometheus.ssl.port = 15691
        prometheus.ssl.cacertfile = /etc/brokerkit/clients/ca.crt
        prometheus.ssl.certfile = /etc/brokerkit/clients/tls.crt
        prometheus.ssl.keyfile = /etc/brokerkit/clients/tls.key
        loopback_users.guest = true
        log.console = true
        log.console.level = info
        listeners.tcp = none
        default_queue_type = quorum
        quorum_queue.initial_cluster_size = 3
        quorum_queue.continuous_membership_reconciliation.enabled = true
        quorum_queue.continuous_membership_reconciliation.target_group_size = 3
        queue_leader_locator = balanced
        anonymous_login_user = none
        vm_memory_high_watermark.absolute = 2457MiB
        disk_free_limit.absolute = 2457MiB
        quorum_queue.wal_max_size_bytes = 536870912
        max_message_size = 16777216
        max_channels_per_connection = 128
        quorum_queue.continuous_membership_reconciliation.interval = 60000
        net_ticktime = 60
        heartbeat = 4
        consumer_timeout = 1800000
      `),
    );
  });

  const rows = Object.entries(rabbitMqKnobs as Readonly<Record<string, Knob<unknown>>>);
  test.each(rows.map(([name, row]) => [name, row.on.includes('node') ? 'is' : 'is not', row] as const))(
    'the knob %s %s written by the table',
    (name, is, row) => {
      const settings = rabbitMq();
      const its = (settings as unknown as Readonly<Record<string, unknown>>)[name];
      const written = rabbitMqConfLines(settings).filter(([key]) => key === row.key);
      // Not of the table: a listener has a line of its own for each form.
      const byHand = row.on.includes('listener');

      expect(written).toEqual(is === 'is' || byHand ? [[row.key, row.render?.(its) ?? String(its)]] : []);
    },
  );

  test('names no key twice', () => {
    const keys = rabbitMqConfLines(rabbitMq()).map(([key]) => key);

    expect(keys).toEqual([...new Set(keys)]);
  });

  test('opens a port without TLS only where that was written', () => {
    expect(rabbitMqConf(rabbitMq())).toContain('\nlisteners.tcp = none\n');
    expect(rabbitMqConf(rabbitMq({ plaintextPort: 5_672 }))).toContain('\nlisteners.tcp.default = 5672\n');
    expect(rabbitMqConf(rabbitMq({ plaintextPort: 5_672 }))).not.toContain('listeners.tcp = none');
  });

  test('asks for one member of one node under development', () => {
    const conf = rabbitMqConf(rabbitMq({ durability: 'development' }));

    expect(conf).toContain('\ncluster_formation.target_cluster_size_hint = 1\n');
    expect(conf).toContain('\nquorum_queue.initial_cluster_size = 1\n');
    expect(conf).toContain('\nquorum_queue.continuous_membership_reconciliation.target_group_size = 1\n');
  });

  test('ends with the further lines', () => {
    expect(rabbitMqConf(rabbitMq({ config: { 'log.console.level': 'debug' } }))).toMatch(
      /\nlog\.console\.level = debug\n$/,
    );
  });
});

describe('interNodeTls', () => {
  test('has both sides show a certificate and check that of the other', () => {
    expect(interNodeTls()).toBe(
      [
        '[{server,[{cacertfile,"/etc/brokerkit/internal/ca.crt"},{certfile,"/etc/brokerkit/internal/tls.crt"},',
        '{keyfile,"/etc/brokerkit/internal/tls.key"},{verify,verify_peer},{fail_if_no_peer_cert,true}]},',
        '{client,[{cacertfile,"/etc/brokerkit/internal/ca.crt"},{certfile,"/etc/brokerkit/internal/tls.crt"},',
        '{keyfile,"/etc/brokerkit/internal/tls.key"},{verify,verify_peer}]}].\n',
      ].join(''),
    );
  });
});

describe('enabledPlugins', () => {
  test('are the management API, finding peers, and metrics', () => {
    expect(enabledPlugins).toBe('[rabbitmq_management,rabbitmq_peer_discovery_k8s,rabbitmq_prometheus].\n');
  });
});
