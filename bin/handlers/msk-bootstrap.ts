export { handler } from '../../lib/programs/handlers/msk-bootstrap';
