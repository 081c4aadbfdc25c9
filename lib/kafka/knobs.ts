import { capacityKnobs } from './knobs-capacity';
import { durabilityKnobs } from './knobs-durability';
import { timingKnobs } from './knobs-timing';

/** Every knob of a Kafka cluster. */
export const kafkaKnobs = { ...durabilityKnobs, ...capacityKnobs, ...timingKnobs };
