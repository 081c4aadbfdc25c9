import { capacityKnobs } from './knobs-capacity';
import { durabilityKnobs } from './knobs-durability';
import { timingKnobs } from './knobs-timing';

/** Every knob of a RabbitMQ cluster. */
export const rabbitMqKnobs = { ...durabilityKnobs, ...capacityKnobs, ...timingKnobs };
