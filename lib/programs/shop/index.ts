import type { Program } from '../dispatch';
import { status } from './status';

export const shopPrograms: Readonly<Record<string, Program>> = { status };
