import { dispatch } from '../../lib/programs/dispatch';
import { shopPrograms } from '../../lib/programs/shop';

void dispatch(shopPrograms, process.argv[2], process.env);
