import { report } from './report';
import { UsageError } from './usage';

const usage = `brokerkit: RabbitMQ and Kafka that keep what you promise

  brokerkit init [kafka|rabbitmq|both] [--out messaging.yaml] [--name shop]
      writes a first file, with comments that say what each part promises
  brokerkit synth [--config messaging.yaml] [--out dist/k8s]
      writes the Kubernetes manifests of what the file describes
  brokerkit explain [--target kubernetes|managed|eks] [--config messaging.yaml] [--json]
      says what each loss does to each topic and queue, and why; managed: on Amazon MSK and Amazon MQ
  brokerkit choose [--replay --rate 200000 …] [--file events.yaml] [--json]
      says which broker fits an event, why and at what cost; asks when it is given nothing
  brokerkit size --rate 1000000 --size 1Ki [--retention 7d --readers 2 …] [--prices prices.yaml] [--json]
      says how many brokers, partitions, disks and how much network a load needs, one zone missing, and why
  brokerkit replay <queue or topic> [--put-back] [--rate 10] [--limit 1000] [--config messaging.yaml]
      lists dead letters with their reasons, or puts them back; Ctrl-C loses none of them
  brokerkit guard <recorded folder> <cdk.out> [--record]
      refuses templates for AWS that would replace or remove what holds data; --record writes what they are compared with.
      Exit code 1: refused; 2: called wrongly, so nothing was compared
`;

async function run(argv: readonly string[]): Promise<void> {
  const asksForHelp = argv.some((word) => word === '--help' || word === '-h');
  // Which flags these have, only their tables know.
  const first = argv[0] ?? '';
  const [command, ...rest] = !asksForHelp ? argv : ['choose', 'size'].includes(first) ? [first, '--help'] : ['help'];
  // Each is loaded by need: others do not wait for what draws Kubernetes objects.
  switch (command) {
    case 'init': {
      const { init } = require('./init') as typeof import('./init');
      return init(rest);
    }
    case 'synth': {
      const { synth } = require('./synth') as typeof import('./synth');
      return synth(rest);
    }
    case 'explain': {
      const { explain } = require('./explain') as typeof import('./explain');
      return explain(rest);
    }
    case 'choose': {
      const { choose } = require('./choose') as typeof import('./choose');
      return choose(rest);
    }
    case 'size': {
      const { size } = require('./size') as typeof import('./size');
      return size(rest);
    }
    case 'replay': {
      const { replay } = require('./replay') as typeof import('./replay');
      return replay(rest);
    }
    case 'guard': {
      const { guard } = require('./guard') as typeof import('./guard');
      return guard(rest);
    }
    case undefined:
    case 'help':
      process.stdout.write(usage);
      return;
    default:
      throw new UsageError(`there is no command ${command}`);
  }
}

/** Does what the words of a command line ask. What goes wrong is said on stderr, and `process.exitCode` is 1. */
export const main = (argv: readonly string[]): Promise<void> =>
  run(argv).catch((error: unknown) => report(error, 'brokerkit', usage));
