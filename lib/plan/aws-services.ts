/** What brokers run on where AWS runs them, or the machines under them. */
export const awsServices = ['msk-express', 'msk-standard', 'amazon-mq', 'eks'] as const;
export type AwsService = (typeof awsServices)[number];

/** Losses that are asked of every service, from the smallest to the largest. */
export const awsLosses = ['process', 'disk', 'node', 'zone', 'zone+zone', 'power'] as const;
export type AwsLoss = (typeof awsLosses)[number];

/** Something that AWS says, in words of ours. */
export interface Statement {
  readonly says: string;
  /** What follows from it, or is left open: that is ours, not of AWS. */
  readonly so?: string;
  readonly see: string;
}

export interface ServiceFacts {
  readonly title: string;
  /** What holds whatever is lost. */
  readonly facts: readonly Statement[];
  /** What AWS says of a loss. Of those that are not here it says nothing. */
  readonly of: Readonly<Partial<Record<AwsLoss, Statement>>>;
  /** Losses of which nothing can be worked out either, as nobody knows where the service keeps what, and why. */
  readonly hidden: Readonly<Partial<Record<AwsLoss, string>>>;
}

const guide = 'docs.aws.amazon.com/msk/latest/developerguide';
const mqGuide = 'docs.aws.amazon.com/amazon-mq/latest/developer-guide';

const replaced: Statement = {
  says: 'a broker that fails is mended or replaced, where possible with the storage that it had, and keeps its address',
  see: `${guide}/what-is-msk.html`,
};

const volume: Statement = {
  says: 'a volume of EBS is kept on several servers of one zone; of a thousand, one or two fail in a year',
  see: 'docs.aws.amazon.com/whitepapers/latest/aws-storage-services-overview (Amazon EBS, durability and availability)',
};

const ownStorage = 'express brokers keep records on storage of their own, and AWS does not say where and how';

/** What each service says of itself. A new statement is a new line here; `explain` adds what follows from the settings. */
export const serviceFacts: Readonly<Record<AwsService, ServiceFacts>> = {
  'msk-express': {
    title: 'Amazon MSK, express brokers',
    facts: [
      {
        says: 'three copies, two before "stored", no leader that lacks records, a copy in each zone: fixed by the service',
        see: `${guide}/msk-configuration-express-read-only.html`,
      },
    ],
    of: {
      process: replaced,
      node: replaced,
      zone: {
        says: 'always in three zones, and every broker knows its own',
        see: `${guide}/msk-broker-types-express.html`,
      },
    },
    hidden: { disk: ownStorage, 'zone+zone': ownStorage, power: ownStorage },
  },
  'msk-standard': {
    title: 'Amazon MSK, standard brokers',
    facts: [
      {
        says: 'controllers are run by the service',
        so: 'how many and where is not stated: here they count as three in three zones',
        see: `${guide}/metadata-management.html`,
      },
    ],
    of: {
      process: replaced,
      node: replaced,
      disk: volume,
      zone: { says: 'as many brokers in each zone, and every broker knows its own', see: `${guide}/what-is-msk.html` },
    },
    hidden: {},
  },
  'amazon-mq': {
    title: 'Amazon MQ for RabbitMQ, a cluster of three nodes',
    facts: [
      {
        says: 'maintenance takes one node at a time and leaves two; classic queues are not durable in all cases',
        see: `${mqGuide}/rabbitmq-broker-architecture.html, rabbitmq-4.html`,
      },
    ],
    of: {
      process: {
        says: 'another member in another zone becomes the leader, and delivery goes on',
        see: `${mqGuide}/quorum-queues.html`,
      },
      node: {
        says: 'another member in another zone becomes the leader, and delivery goes on',
        see: `${mqGuide}/quorum-queues.html`,
      },
      disk: volume,
      zone: {
        says: 'its node is moved to another zone, and back when the zone is there again',
        so: 'meanwhile two nodes share a zone, and the loss of that one is too much',
        see: `${mqGuide}/rabbitmq-broker-architecture.html`,
      },
    },
    hidden: {},
  },
  eks: {
    title: 'Amazon EKS, with the manifests of Kubernetes',
    facts: [],
    of: {
      disk: volume,
      zone: {
        says: 'a volume of EBS is in one zone and is used from there alone',
        so: 'the pods of a zone wait until it is back',
        see: 'docs.aws.amazon.com/ebs/latest/userguide/ebs-volumes.html',
      },
    },
    hidden: {},
  },
};
