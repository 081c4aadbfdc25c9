#!/usr/bin/env node
import { report } from './report';
import { UsageError } from './usage';

const usage = `brokerkit: RabbitMQ and Kafka that keep what you promise

  brokerkit synth [--config messaging.yaml] [--out dist/k8s]
      writes the Kubernetes manifests of what the file describes
`;

function run(argv: readonly string[]): void {
  const [command, ...rest] = argv;
  switch (command) {
    case 'synth': {
      // Loaded by need: other commands do not wait for what draws Kubernetes objects.
      const { synth } = require('./synth') as typeof import('./synth');
      return synth(rest);
    }
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      process.stdout.write(usage);
      return;
    default:
      throw new UsageError(`there is no command ${command}`);
  }
}

try {
  run(process.argv.slice(2));
} catch (error) {
  report(error, 'brokerkit', usage);
}
