type Verb = readonly ['kafka', 'produce' | 'consume'] | readonly ['rabbitmq', 'publish' | 'consume'];

/** What a program of the kit is given, and cannot do without. */
export interface ProgramNeeds {
  /** What it must be granted. */
  readonly grants: readonly Verb[];
  /** It keeps what it must not forget on a volume: what it accepted, worked on, counted. */
  readonly storage?: true;
  /** What it has seen stands on its own volume: a second pod would do the same again. */
  readonly alone?: true;
  /** It sends requests to another workload. */
  readonly calls?: true;
  /** It serves `/healthz`, `/readyz`, `/metrics` and `/result`. */
  readonly serves?: true;
}

const produce = ['kafka', 'produce'] as const;
const read = ['kafka', 'consume'] as const;
const publish = ['rabbitmq', 'publish'] as const;
const consume = ['rabbitmq', 'consume'] as const;
const keeps = { storage: true, serves: true } as const;
const knows = { ...keeps, alone: true } as const;

/**
 * The programs that come with the kit, as `bundle-name`: numbered producers and consumers, whose every message can be counted,
 * and the three cases.
 */
export const programs = {
  'kafka-producer': { grants: [produce] },
  'kafka-consumer': { grants: [read] },
  'rabbitmq-producer': { grants: [publish] },
  'rabbitmq-consumer': { grants: [consume] },
  'ecommerce-order': { grants: [publish, produce], ...knows },
  'ecommerce-payment': { grants: [consume, publish, produce], ...knows },
  'ecommerce-inventory': { grants: [consume, publish, produce], ...knows },
  'ecommerce-shipping': { grants: [consume, publish, produce], ...knows },
  'ecommerce-mail': { grants: [consume, produce], ...knows },
  'ecommerce-collector': { grants: [read, produce], ...keeps },
  'ecommerce-customers': { grants: [], calls: true, ...keeps },
  'behaviour-visitors': { grants: [produce], ...keeps },
  'behaviour-analytics': { grants: [read, produce], ...keeps },
  'behaviour-recommendation': { grants: [read, produce], ...keeps },
  'operations-callers': { grants: [publish], ...keeps },
  'operations-service': { grants: [consume, produce], serves: true },
  'operations-analyser': { grants: [read, produce, publish], ...keeps },
  'shop-status': { grants: [read, consume], ...keeps },
} as const satisfies Readonly<Record<string, ProgramNeeds>>;

export type ProgramName = keyof typeof programs;

export const programNames = Object.keys(programs) as [ProgramName, ...ProgramName[]];

export const needsOf = (program: ProgramName): ProgramNeeds => programs[program];

/** The port that a program of the kit serves its pages on. */
export const programPort = 8080;

/** The port that a workload serves HTTP on, if any. */
export const portOf = ({
  program,
  port,
}: {
  readonly program?: ProgramName;
  readonly port?: number;
}): number | undefined => port ?? (program !== undefined && needsOf(program).serves ? programPort : undefined);

/** What a workload may run. */
export interface Runs {
  readonly program?: ProgramName;
  readonly entry?: string;
  readonly image?: string;
}

/** A workload runs exactly one of them, but for a program of the kit that comes in an image. */
export const runsOneThing = ({ program, entry, image }: Runs): boolean =>
  (program ?? image) === undefined ? entry !== undefined : entry === undefined;

/** Where the volume of a workload is mounted. */
export const workloadDataPath = '/var/lib/brokerkit';

/** Set where that volume is a file system in the network: the program must then have its files for itself. */
export const storeLocking = { variable: 'STORE_LOCKING', exclusive: 'exclusive' } as const;

/** Time to hand back what is under way when a workload is asked to stop: more than `onStop` takes. */
export const graceSeconds = 30;

/** The variable that tells a caller where another workload is: `ORDER_URL`. */
export const urlVariable = (name: string): string => `${name.toUpperCase().replaceAll(/[.-]/g, '_')}_URL`;
