import type { Environment } from '../../durability/environment';
import { runGroup } from '../service/group';
import { logTopic } from '../service/log';
import { storeOf } from '../service/service';
import { Lanes } from './lanes';

/** Reads the logs of all services, and counts their lines: what was written and is not here, one sees. */
export async function collector(env: Environment): Promise<void> {
  const lanes = new Lanes(storeOf(env));
  await runGroup(env, logTopic, { result: () => lanes.result, work: (record) => lanes.work(record) });
}
