import { secretText } from '../../lib/clients/secrets-manager';
import { rabbitMqTopologyHandler } from '../../lib/programs/handlers/rabbitmq-topology';

export const handler = rabbitMqTopologyHandler({ secretText });
