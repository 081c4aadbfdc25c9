import { knob } from '../durability/knob';
import { whole } from '../durability/schema';

/** How soon a failure is noticed, and what each second less costs. */
export const timingKnobs = {
  /**
   * Silence after which the controllers take a broker for dead and move its leaderships.
   *
   * Rendered as `broker.session.timeout.ms` on controllers and brokers. Unit: ms. Range: 2000 to 60000. A killed leader
   * stalls its writers for about this long. Shorter: a broker that pauses (garbage collection, a slow disk, a busy core)
   * is fenced although it lives. Kafka's own default is 9000.
   *
   * @default 4000
   * @see Kafka documentation, broker config `broker.session.timeout.ms`
   */
  brokerSessionTimeoutMs: knob({
    key: 'broker.session.timeout.ms',
    on: ['controller', 'broker'],
    schema: whole(2_000, 60_000),
    from: () => 4_000,
  }),
  /**
   * Time between two heartbeats of a broker to the controllers.
   *
   * Rendered as `broker.heartbeat.interval.ms` on controllers and brokers. Unit: ms. Range: 200 to 20000. A quarter of
   * the session timeout leaves room for three lost ones.
   *
   * @default 1000
   * @see Kafka documentation, broker config `broker.heartbeat.interval.ms`
   */
  brokerHeartbeatIntervalMs: knob({
    key: 'broker.heartbeat.interval.ms',
    on: ['controller', 'broker'],
    schema: whole(200, 20_000),
    from: () => 1_000,
  }),
  /**
   * How long a broker that starts looks for the controllers before it gives up and is started again.
   *
   * Rendered as `initial.broker.registration.timeout.ms` on brokers. Unit: ms. Range: 10000 to 3600000. Shorter: after a
   * loss of all nodes the brokers may give up before the controllers are back, and Kubernetes waits longer before each new
   * start. Longer: a broker that knows no controller (docs/adr/0010) takes longer to be started again. Kafka's own default
   * is 60000.
   *
   * @default 120000
   * @see Kafka documentation, broker config `initial.broker.registration.timeout.ms`
   */
  initialBrokerRegistrationTimeoutMs: knob({
    key: 'initial.broker.registration.timeout.ms',
    on: ['broker'],
    schema: whole(10_000, 3_600_000),
    from: () => 120_000,
  }),
  /**
   * First wait for a connection to be made, before the next try.
   *
   * Rendered as `socket.connection.setup.timeout.ms` on controllers, brokers and clients. Unit: ms. Range: 500 to 30000.
   * After a silent loss (power, cable) nobody answers "refused": living brokers dial the dead controller for this long, and
   * are fenced meanwhile. Shorter: slow networks are given up too early. Kafka's own default is 10000.
   *
   * @default 1000
   * @see Kafka documentation, broker config `socket.connection.setup.timeout.ms`
   */
  socketConnectionSetupTimeoutMs: knob({
    key: 'socket.connection.setup.timeout.ms',
    on: ['controller', 'broker', 'client'],
    schema: whole(500, 30_000),
    from: () => 1_000,
  }),
  /**
   * Longest wait for a connection to be made; each failed try doubles the wait up to this.
   *
   * Rendered as `socket.connection.setup.timeout.max.ms` on controllers, brokers and clients. Unit: ms. Range: 500 to
   * 127000. Kafka's own default is 30000. Clients of MSK get 5000 unless it is written here: at each broker IAM lets in 100 new
   * connections a second, so after a restart some wait.
   *
   * @default 2000
   * @see Kafka documentation, broker config `socket.connection.setup.timeout.max.ms`
   */
  socketConnectionSetupTimeoutMaxMs: knob({
    key: 'socket.connection.setup.timeout.max.ms',
    on: ['controller', 'broker', 'client'],
    schema: whole(500, 127_000),
    from: () => 2_000,
  }),
  /**
   * How long a broker waits for an answer of the active controller before it asks the next one.
   *
   * Rendered as `controller.socket.timeout.ms` on brokers. Unit: ms. Range: 500 to 60000. When the active controller dies
   * silently, a leader that has just asked it to take a replica back in sync asks again after this long: until then its
   * acknowledged writes stall. Shorter: repeated work while a controller is slow. Kafka's own default is 30000.
   *
   * @default 2000
   * @see Kafka documentation, broker config `controller.socket.timeout.ms`
   */
  controllerSocketTimeoutMs: knob({
    key: 'controller.socket.timeout.ms',
    on: ['broker'],
    schema: whole(500, 60_000),
    from: () => 2_000,
  }),
  /**
   * How long a client waits for an answer before it asks again.
   *
   * Given to clients as `request.timeout.ms`. Unit: ms. Range: 1000 to 300000. A request to a broker that died silently
   * hangs for this long. Shorter than a slow broker needs: repeated work. Kafka's own default is 30000. On MSK it is 10000 unless it is
   * written here, as AWS recommends.
   *
   * @default 5000
   * @see Kafka documentation, producer config `request.timeout.ms`
   */
  requestTimeoutMs: knob({
    key: 'request.timeout.ms',
    on: ['client'],
    schema: whole(1_000, 300_000),
    from: () => 5_000,
  }),
  /**
   * How long a replica may lag before it no longer counts as in sync.
   *
   * Rendered as `replica.lag.time.max.ms` on brokers. Unit: ms. Range: 2000 to 120000. A replica that hangs without being
   * dead stalls acknowledgements for this long. Shorter: replicas drop out under load.
   *
   * @default 30000
   * @see Kafka documentation, broker config `replica.lag.time.max.ms`
   */
  replicaLagTimeMaxMs: knob({
    key: 'replica.lag.time.max.ms',
    on: ['broker'],
    schema: whole(2_000, 120_000),
    from: () => 30_000,
  }),
  /**
   * Time a broker or controller has to hand over its leaderships and close its logs when it is asked to stop.
   *
   * Written as `terminationGracePeriodSeconds` on the pods. Unit: seconds. Range: 1 to 86400. Shorter: it is killed, reads
   * its logs back at the next start, and its writers stall. Longer: a node drain waits longer for one that hangs.
   *
   * @default 120
   * @see Kubernetes documentation, pod lifecycle, `terminationGracePeriodSeconds`
   */
  stopGraceSeconds: knob({
    key: 'terminationGracePeriodSeconds',
    on: ['pod'],
    schema: whole(1, 86_400),
    from: () => 120,
  }),
};
