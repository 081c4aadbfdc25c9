import { dispatch } from '../../lib/programs/dispatch';
import { ecommercePrograms } from '../../lib/programs/ecommerce';

void dispatch(ecommercePrograms, process.argv[2], process.env);
