import type { Environment } from '../durability/environment';
import type { KafkaClientSettings } from '../kafka/client';

const patienceMs = 2_000;

/** The rack of this process, as far as it is known. Whoever does not know it reads from leaders: that is no reason to end. */
export async function clientRackOf(
  { clientRack, clientRacks }: Pick<KafkaClientSettings, 'clientRack' | 'clientRacks'>,
  env: Environment,
): Promise<string | undefined> {
  if (clientRack !== undefined || clientRacks === undefined) return clientRack;
  try {
    const zone = await zoneOfTask(env);
    const rack = clientRacks[zone];
    if (rack === undefined) throw new Error(`nobody says which rack ${zone} is`);
    return rack;
  } catch (error) {
    process.stderr.write(`reading from leaders, wherever they are: ${(error as Error).message}\n`);
    return undefined;
  }
}

/**
 * Name of the zone that a task of ECS runs in. ECS knows no id of it.
 *
 * @throws Error outside of ECS, and where ECS does not answer
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate-response.html
 */
async function zoneOfTask(env: Environment): Promise<string> {
  const place = env['ECS_CONTAINER_METADATA_URI_V4'];
  if (place === undefined) throw new Error('ECS_CONTAINER_METADATA_URI_V4 is not set');
  const response = await fetch(`${place}/task`, { signal: AbortSignal.timeout(patienceMs) });
  if (!response.ok) throw new Error(`${place}/task answers ${response.status}`);
  const { AvailabilityZone: zone } = (await response.json()) as { readonly AvailabilityZone?: string };
  if (zone === undefined) throw new Error(`${place}/task names no zone`);
  return zone;
}
