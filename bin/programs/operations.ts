import { dispatch } from '../../lib/programs/dispatch';
import { operationsPrograms } from '../../lib/programs/operations';

void dispatch(operationsPrograms, process.argv[2], process.env);
