import { behaviourPrograms } from '../../lib/programs/behaviour';
import { dispatch } from '../../lib/programs/dispatch';

void dispatch(behaviourPrograms, process.argv[2], process.env);
