import { nearest } from '../durability/nearest';
import { isPinned } from '../durability/pinned-image';
import { when, type Finding, type Rule } from '../durability/rule';
import { provisionerUser, reservedUsers } from '../durability/schema';
import type { WorkloadOptions } from './options';
import type { Plan } from './plan';
import { needsOf, portOf, runsOneThing } from './programs';

/** Names of the brokers' own objects on Kubernetes. */
const takenNames = ['kafka', 'rabbitmq'].flatMap((cluster) => [
  cluster,
  ...['controller', 'broker', 'nodes', 'bootstrap', 'provision', 'network'].map((part) => `${cluster}-${part}`),
]);

const each = (
  plan: Plan,
  judge: (workload: WorkloadOptions, path: string, name: string) => readonly Finding[],
): readonly Finding[] =>
  Object.entries(plan.workloads).flatMap(([name, workload]) => judge(workload, `workloads.${name}`, name));

function declared(
  names: readonly string[] | undefined,
  known: readonly string[],
  path: string,
  where: string,
): readonly Finding[] {
  return (names ?? []).flatMap((name, index) => {
    const near = nearest(name, known);
    const fix = near === undefined ? `declare it under ${where}` : `did you mean ${near}?`;
    return when(!known.includes(name), `${path}.${index}`, name, fix);
  });
}

type Granted = Readonly<Record<string, readonly string[] | string>> | undefined;

function lacksGrant({ program, ...its }: WorkloadOptions, path: string): readonly Finding[] {
  if (program === undefined) return [];
  return needsOf(program).grants.flatMap(([broker, verb]) => {
    const granted = (its[broker] as Granted)?.[verb] ?? [];
    return when(granted.length === 0, path, program, `add ${path}.${broker}.${verb}`);
  });
}

/** Programs without a volume forget with the pod; those without anybody to call end at once. */
const lacksPart = ({ program, storage, calls = [] }: WorkloadOptions, path: string): readonly Finding[] => {
  if (program === undefined) return [];
  const needs = needsOf(program);
  return [
    ...when(needs.storage === true && storage === undefined, path, program, `add ${path}.storage, such as 1Gi`),
    ...when(needs.calls === true && calls.length === 0, path, program, `add ${path}.calls`),
  ];
};

/** Workloads that answer requests. */
const serving = ({ workloads }: Plan): readonly string[] =>
  Object.keys(workloads).filter((name) => portOf(workloads[name] ?? {}) !== undefined);

/** A report must not show it either. */
const hidden = '(hidden)';

/** A variable that is named like a secret and holds more than a path, or a value that carries one whatever its name is. */
const looksSecret = (name: string, value: string): boolean =>
  (/(^|_)(PASS(WORD|WD|PHRASE)?|PW|PWD|SECRET|TOKEN|(API|ACCESS|PRIVATE|SECRET)_?KEY|CREDENTIALS?)$/.test(name) &&
    value !== '' &&
    !value.startsWith('/')) ||
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|:\/\/[^/\s:@]+:[^/\s@]+@/.test(value);

/** Rules between the brokers and the workloads. */
export const planRules: readonly Rule<Plan>[] = [
  {
    id: 'no-broker',
    why: 'there is nothing to deploy',
    check: ({ kafka, rabbitmq }) =>
      when(kafka === undefined && rabbitmq === undefined, '', undefined, 'add `kafka: {}` or `rabbitmq: {}`'),
  },
  {
    id: 'workload-without-program',
    why: 'a workload runs one program of the kit, one file or one image of your own',
    check: (plan) =>
      each(plan, (workload, path) =>
        when(
          !runsOneThing(workload),
          path,
          workload.entry ?? workload.program ?? '(none)',
          'write one of program, entry and image',
        ),
      ),
  },
  {
    id: 'workload-without-part',
    why: 'this program needs it to do what it promises',
    check: (plan) => each(plan, lacksPart),
  },
  {
    id: 'workload-not-alone',
    why: 'each pod of this program knows only what it has seen itself: two of them do the same twice',
    check: (plan) =>
      each(plan, ({ program, replicas = 1 }, path) =>
        when(
          program !== undefined && needsOf(program).alone === true && replicas > 1,
          `${path}.replicas`,
          replicas,
          'use 1',
        ),
      ),
  },
  {
    id: 'call-to-nobody',
    why: 'no workload of this name serves anything, so requests would go nowhere',
    check: (plan) =>
      each(plan, ({ calls }, path) => declared(calls, serving(plan), `${path}.calls`, 'workloads, with a port')),
  },
  {
    id: 'workload-without-grant',
    why: 'this program has nothing to do without one, and ends at once',
    check: (plan) => each(plan, lacksGrant),
  },
  {
    id: 'workload-env-is-the-kits',
    why: 'a grant brings this variable: another value would lead somewhere else',
    check: (plan) =>
      each(plan, ({ env, kafka, rabbitmq }, path) =>
        Object.entries(env ?? {}).flatMap(([name, value]) =>
          when(
            (kafka !== undefined && name.startsWith('KAFKA_')) ||
              (rabbitmq !== undefined && name.startsWith('RABBITMQ_')),
            `${path}.env.${name}`,
            value,
            'remove it',
          ),
        ),
      ),
  },
  {
    id: 'zone-named-twice',
    why: 'copies are counted by zone: one that counts twice would hold two of them',
    check: ({ kubernetes: { zones = [] } }) =>
      when(new Set(zones).size < zones.length, 'kubernetes.zones', zones, 'name each zone once'),
  },
  {
    id: 'workload-image-not-pinned',
    why: 'the next restart of a pod may run another version than its neighbours',
    check: (plan) =>
      each(plan, ({ image }, path) =>
        when(
          image !== undefined && !isPinned(image),
          `${path}.image`,
          image,
          'name a version such as :1.4, or a digest',
        ),
      ),
  },
  {
    id: 'secret-in-manifest',
    why: 'everybody who may read the manifests, or the pod, reads it too',
    check: (plan) =>
      each(plan, ({ env }, path) =>
        Object.entries(env ?? {}).flatMap(([name, value]) =>
          when(
            looksSecret(name, value),
            `${path}.env.${name}`,
            hidden,
            'put it into a Secret that the pod mounts, and name the file here',
          ),
        ),
      ),
  },
  {
    id: 'user-reserved',
    why: 'this user belongs to the broker itself',
    check: (plan) =>
      each(plan, (_, path, name) => when(reservedUsers.includes(name), path, undefined, 'choose another name')),
  },
  {
    id: 'workload-name-taken',
    why: 'objects of a broker have this name: one of the two would replace the other',
    check: (plan) =>
      each(plan, (_, path, name) => when(takenNames.includes(name), path, undefined, 'choose another name')),
  },
  {
    id: 'existing-secret-used-twice',
    why: 'whoever may read it for the one purpose could pass for the other',
    check: (plan) =>
      (['kafka', 'rabbitmq'] as const).flatMap((broker) => {
        const { users = {}, ...others } = plan[broker]?.settings.existingSecrets ?? {};
        const named = [
          ...Object.entries(others).map(([use, name]) => [use, String(name)] as const),
          ...Object.entries(users).map(([user, name]) => [`users.${user}`, name] as const),
        ];
        return named.flatMap(([use, name], index) =>
          when(
            named.findIndex((its) => its[1] === name) < index,
            `${broker}.existingSecrets.${use}`,
            name,
            'use a Secret of its own',
          ),
        );
      }),
  },
  {
    id: 'existing-secret-for-nobody',
    why: 'no workload of this name is granted anything on this broker, so nothing would read the Secret',
    check: (plan) =>
      (['kafka', 'rabbitmq'] as const).flatMap((broker) => {
        const known = [
          provisionerUser,
          ...Object.keys(plan.workloads).filter((name) => plan.workloads[name]?.[broker]),
        ];
        const users = Object.entries(plan[broker]?.settings.existingSecrets.users ?? {});
        return users.flatMap(([user, secret]) => {
          const near = nearest(user, known);
          const fix = near === undefined ? 'remove it, or grant something to it' : `did you mean ${near}?`;
          return when(!known.includes(user), `${broker}.existingSecrets.users.${user}`, secret, fix);
        });
      }),
  },
  {
    id: 'grant-without-broker',
    why: 'this broker is not deployed, so there is nothing to be granted',
    check: (plan) =>
      each(plan, (workload, path) =>
        (['kafka', 'rabbitmq'] as const).flatMap((broker) =>
          when(
            workload[broker] !== undefined && plan[broker] === undefined,
            `${path}.${broker}`,
            undefined,
            `add \`${broker}: {}\`, or remove this`,
          ),
        ),
      ),
  },
  {
    id: 'grant-to-undeclared',
    why: 'nobody declared it, so messages would go nowhere',
    check: (plan) => {
      const topics = plan.kafka?.settings.topics.map(({ name }) => name);
      const exchanges = plan.rabbitmq?.settings.exchanges.map(({ name }) => name);
      const queues = plan.rabbitmq?.settings.queues.flatMap(({ name, deadLetterQueue }) => [name, deadLetterQueue]);
      return each(plan, ({ kafka, rabbitmq }, path) => [
        ...(topics ? declared(kafka?.produce, topics, `${path}.kafka.produce`, 'kafka.topics') : []),
        ...(topics ? declared(kafka?.consume, topics, `${path}.kafka.consume`, 'kafka.topics') : []),
        ...(exchanges ? declared(rabbitmq?.publish, exchanges, `${path}.rabbitmq.publish`, 'rabbitmq.exchanges') : []),
        ...(queues ? declared(rabbitmq?.consume, queues, `${path}.rabbitmq.consume`, 'rabbitmq.queues') : []),
      ]);
    },
  },
];
