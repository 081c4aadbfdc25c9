import { bootstrap } from '../../lib/programs/bootstrap';
import { dispatch } from '../../lib/programs/dispatch';

void dispatch({ bootstrap }, process.argv[2], process.env);
