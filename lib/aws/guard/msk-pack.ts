import { property, unless, type Judged, type ResourceRule } from './judged';
import { mskInstance, mskVersions } from './known';
import { isFalse, isTrue, listOf, numberOf, textOf, unresolved } from './template';
import { fewerZones } from './zones';

const types = ['AWS::MSK::Cluster'];
const typePath = 'BrokerNodeGroupInfo.InstanceType';
const subnetsPath = 'BrokerNodeGroupInfo.ClientSubnets';

/** `express` or `kafka` (standard): the instance type alone makes the tier. */
const tierOf = (judged: Judged): string | undefined => textOf(property(judged, typePath))?.split('.')[0];

/** Switches of the ways in that ask who somebody is. */
const ways = ['Sasl.Iam', 'Sasl.Scram', 'Tls'].map((way) => `ClientAuthentication.${way}.Enabled`);

const isThere = (value: unknown): boolean => value !== undefined && value !== unresolved;

/** What standard brokers take and express brokers are refused with. */
const standardOnly = [
  ...['CloudWatchLogs', 'Firehose', 'S3'].map((to) => ({ path: `LoggingInfo.BrokerLogs.${to}.Enabled`, is: isTrue })),
  ...['StorageMode', 'BrokerNodeGroupInfo.StorageInfo'].map((path) => ({ path, is: isThere })),
];

/** What a cluster of MSK must be so that it keeps what was acknowledged, for its own clients alone. */
export const mskPack: readonly ResourceRule[] = [
  fewerZones(types, subnetsPath),
  {
    id: 'msk-uneven-brokers',
    why: 'MSK has as many brokers in each subnet, and refuses every other number',
    types,
    check: (judged) => {
      const brokers = numberOf(property(judged, 'NumberOfBrokerNodes'));
      const subnets = listOf(property(judged, subnetsPath))?.length;
      if (brokers === undefined || subnets === undefined || subnets === 0) return [];
      const even = brokers > 0 && brokers % subnets === 0;
      return unless(even, judged, 'NumberOfBrokerNodes', { value: brokers, fix: `use a multiple of ${subnets}` });
    },
  },
  {
    id: 'kafka-plaintext-clients',
    why: 'whoever is on the way can read and change records, and clients can connect without TLS',
    types,
    check: (judged) => {
      const path = 'EncryptionInfo.EncryptionInTransit.ClientBroker';
      const value = property(judged, path);
      return unless(textOf(value) === undefined || value === 'TLS', judged, path, { value, fix: 'use TLS' });
    },
  },
  {
    id: 'msk-plaintext-brokers',
    why: 'records are copied between the brokers for everybody on the way to read, and this can never be changed',
    types,
    check: (judged) => {
      const path = 'EncryptionInfo.EncryptionInTransit.InCluster';
      return unless(!isFalse(property(judged, path)), judged, path, { value: false, fix: 'use true' });
    },
  },
  {
    id: 'msk-unauthenticated',
    why: 'everybody who reaches the brokers may read and write every topic',
    types,
    check: (judged) => {
      const path = 'ClientAuthentication.Unauthenticated.Enabled';
      const value = property(judged, path);
      const asked = ways.map((way) => property(judged, way));
      // Nobody is let in without a name: it says so, or some other way in is there.
      const closed = value === unresolved || isFalse(value) || asked.some((its) => its === unresolved || isTrue(its));
      return unless(closed && !isTrue(value), judged, path, {
        value,
        fix: 'use false, and switch ClientAuthentication.Sasl.Iam on',
      });
    },
  },
  {
    id: 'msk-public',
    why: 'the brokers have addresses that the whole internet can reach',
    types,
    check: (judged) => {
      const path = 'BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type';
      const value = property(judged, path);
      return unless(textOf(value) === undefined || value === 'DISABLED', judged, path, { value, fix: 'use DISABLED' });
    },
  },
  {
    id: 'kafka-unclean-election',
    why: 'MSK lets a replica that misses records lead, unless a configuration forbids it',
    types,
    check: (judged) => {
      const path = 'ConfigurationInfo';
      const tiered = property(judged, 'StorageMode');
      // Express brokers and tiered storage never do it.
      const decided = tierOf(judged) !== 'kafka' || tiered === 'TIERED' || tiered === unresolved;
      return unless(decided || property(judged, path) !== undefined, judged, path, {
        value: undefined,
        fix: 'name an AWS::MSK::Configuration with unclean.leader.election.enable=false',
      });
    },
  },
  {
    id: 'msk-express-refuses',
    why: 'express brokers keep records and logs their own way, and MSK refuses a cluster that is told how',
    types,
    check: (judged) =>
      standardOnly.flatMap(({ path, is }) => {
        const leftOut = tierOf(judged) !== 'express' || !is(property(judged, path));
        return unless(leftOut, judged, path, {
          value: undefined,
          fix: 'leave it out, or use an instance type kafka.…',
        });
      }),
  },
  {
    id: 'msk-unknown-version',
    why: 'MSK has no brokers of this tier with this version of Kafka',
    types,
    check: (judged) => {
      const value = textOf(property(judged, 'KafkaVersion'));
      const tier = tierOf(judged);
      const fits = Object.entries(mskVersions).filter(([, tiers]) => tiers.some((its) => its === (tier ?? its)));
      const known = fits.map(([version]) => version);
      // An instance type that does not exist is said once.
      const right = value === undefined || known.length === 0 || known.includes(value);
      return unless(right, judged, 'KafkaVersion', { value, fix: `use one of ${known.join(', ')}` });
    },
  },
  {
    id: 'msk-instance-type',
    why: 'MSK has no brokers of this size',
    types,
    check: (judged) => {
      const value = textOf(property(judged, typePath));
      return unless(value === undefined || mskInstance.test(value), judged, typePath, {
        value,
        fix: 'use express.m7g.large to express.m7g.16xlarge, or kafka.m7g.large to kafka.m7g.16xlarge',
      });
    },
  },
];
