import { toMebibytes } from '../../durability/quantity';
import { when, type Rule } from '../../durability/rule';
import { kafkaInstances } from '../../plan/aws-options';
import { kafkaVersions, replicaLagMs, volumeGiB, type MskSettings } from './tiers';

const mebibytesPerGiB = toMebibytes('1Gi');

/** What no schema of CloudFormation knows: each of these would fail only when it is deployed. */
export const mskTierRules: readonly Rule<MskSettings>[] = [
  {
    id: 'msk-unknown-version',
    acceptable: false,
    why: 'MSK has no brokers of this tier with this version of Kafka and without ZooKeeper',
    check: ({ kafka, tier, kafkaVersion }) => {
      const { known } = kafkaVersions[tier];
      const wrong = kafkaVersion !== undefined && !known.includes(kafkaVersion);
      return when(wrong, `${kafka.name}.kafkaVersion`, kafkaVersion, `use ${known.join(', ')}`);
    },
  },
  {
    id: 'msk-instance-type',
    acceptable: false,
    why: 'the instance type makes the tier, and this one makes another or none',
    check: ({ tier, instanceType, instanceTypePath }) => {
      const { pattern, words } = kafkaInstances[tier];
      const wrong = instanceType !== undefined && !pattern.test(instanceType);
      return when(wrong, instanceTypePath, instanceType, `for the tier ${tier} use ${words}`);
    },
  },
  {
    id: 'msk-storage-size',
    acceptable: false,
    why: 'the volume of a standard broker has a whole number of GiB, within a range',
    check: ({ kafka, tier }) => {
      const gibibytes = kafka.size.storageMiB / mebibytesPerGiB;
      const fits = Number.isInteger(gibibytes) && gibibytes >= volumeGiB.least && gibibytes <= volumeGiB.most;
      const fix = `use ${volumeGiB.least}Gi to ${volumeGiB.most}Gi`;
      return when(tier === 'standard' && !fits, `${kafka.name}.storage`, kafka.storage, fix);
    },
  },
  {
    id: 'msk-replica-lag-range',
    acceptable: false,
    why: 'MSK takes a narrower range than Kafka, and refuses the whole configuration',
    check: ({ kafka: { name, replicaLagTimeMaxMs: value }, tier }) => {
      const fits = value >= replicaLagMs.least && value <= replicaLagMs.most;
      const fix = `use ${replicaLagMs.least} to ${replicaLagMs.most}`;
      return when(tier === 'standard' && !fits, `${name}.replicaLagTimeMaxMs`, value, fix);
    },
  },
];
