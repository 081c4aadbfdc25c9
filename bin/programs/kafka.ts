import { dispatch } from '../../lib/programs/dispatch';
import { kafkaPrograms } from '../../lib/programs/kafka';

void dispatch(kafkaPrograms, process.argv[2], process.env);
