import type { Program } from '../dispatch';
import { analyser } from './analyser';
import { callers } from './callers';
import { service } from './service';

export const operationsPrograms: Readonly<Record<string, Program>> = { callers, service, analyser };
