import { dispatch } from '../../lib/programs/dispatch';
import { rabbitMqPrograms } from '../../lib/programs/rabbitmq';

void dispatch(rabbitMqPrograms, process.argv[2], process.env);
