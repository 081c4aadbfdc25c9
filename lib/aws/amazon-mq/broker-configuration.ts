import { Fn, RemovalPolicy, Token } from 'aws-cdk-lib/core';
import { CfnConfiguration } from 'aws-cdk-lib/aws-amazonmq';
import type { Construct } from 'constructs';
import type { RabbitMqSettings } from '../../rabbitmq/settings';
import { configurationText } from './configuration-text';

/**
 * The broker's configuration. Each change of its text is a revision; nodes read it when they start, one after the other.
 *
 * Its version of the engine can't be changed: the name carries it, so that an upgrade comes with a configuration of its own.
 */
export function brokerConfiguration(
  scope: Construct,
  settings: RabbitMqSettings,
  { brokerName, engineVersion }: { readonly brokerName: string; readonly engineVersion: string },
): CfnConfiguration {
  // The text of a token holds dots of its own.
  const version = Token.isUnresolved(engineVersion) ? engineVersion : engineVersion.replaceAll('.', '-');
  const configuration = new CfnConfiguration(scope, 'Configuration', {
    name: `${brokerName}-${version}`,
    description: 'What the nodes of RabbitMQ are told',
    engineType: 'RABBITMQ',
    engineVersion,
    data: Fn.base64(configurationText(settings)),
  });
  // A broker that stays still needs it.
  configuration.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  return configuration;
}
