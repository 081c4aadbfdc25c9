import { damages, type Damage } from './damage';
import type { Loss } from './losses';
import { worstPlacements, type Pods } from './placement';

/** What decides what becomes of one stream: a partition of Kafka, a queue of RabbitMQ. */
export interface StreamModel {
  readonly pods: Pods;
  /** Copies that have a message before its producer hears "stored". */
  readonly copiesBeforeAck: number;
  /** Whether a copy counts only once it is on the disk. */
  readonly syncBeforeAck: boolean;
  /** Who may lead: a copy that surely has everything, or one that a majority of the copies agrees on. */
  readonly leader: 'in-sync' | 'majority';
  /** Whether a copy that lacks messages may lead when no other is there. */
  readonly uncleanElection: boolean;
  /** Whether the broker knows a message that is sent again, so that it is stored once. */
  readonly storesOnce: boolean;
  /** Whether the order holds over a lost connection. */
  readonly keepsOrder: boolean;
  readonly words: {
    readonly copy: string;
    readonly decider: string;
    readonly storedOnce: string;
    readonly order: string;
  };
}

export interface Judged<Value extends string> {
  readonly is: Value;
  /** One clause. */
  readonly because: string;
}

/** What a loss does to a stream, at its worst. */
export interface Outcome {
  readonly data: Judged<'kept' | 'lost'>;
  readonly writes: Judged<'continue' | 'refused'>;
  readonly reads: Judged<'continue' | 'stall'>;
  /** Of messages in the stream; what readers are given twice is another question. */
  readonly duplicates: Judged<'none' | 'possible'>;
  readonly order: Judged<'kept' | 'not kept'>;
}

const majority = (of: number): number => Math.floor(of / 2) + 1;
const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
const decidersOf = ({ pods }: StreamModel): number => (pods.deciders === 'brokers' ? pods.brokers : pods.deciders);

/** A placement of the pods and a choice of what is lost that no other one is worse than, judged. */
export function worstOutcome(model: StreamModel, loss: Loss): Outcome {
  const all = worstPlacements(model.pods).flatMap((placement) => damages(placement, loss));
  // The more is gone, the worse: of those that end alike, the largest gives the cause.
  const outcomes = [...all]
    .sort((a, b) => b.copies - a.copies || b.deciders - a.deciders)
    .map((damage) => judge(model, loss, damage));
  const worst = <Key extends keyof Outcome>(key: Key, bad: string): Outcome[Key] => {
    const judged = outcomes.map((outcome) => outcome[key]);
    const found = judged.find(({ is }) => is === bad) ?? judged[0];
    if (found === undefined) throw new Error(`${loss.name} takes nothing`);
    return found;
  };
  return {
    data: worst('data', 'lost'),
    writes: worst('writes', 'refused'),
    reads: worst('reads', 'stall'),
    duplicates: worst('duplicates', 'possible'),
    order: worst('order', 'not kept'),
  };
}

function judge(model: StreamModel, loss: Loss, damage: Damage): Outcome {
  const data = judgeData(model, loss, damage);
  const leads = judgeLeader(model, damage);
  const lost = data.is === 'lost';
  return {
    data,
    writes: judgeWrites(model, damage, leads),
    reads: leads,
    duplicates:
      model.storesOnce && !lost
        ? { is: 'none', because: model.words.storedOnce }
        : { is: 'possible', because: lost ? 'what told repetitions apart is lost too' : model.words.storedOnce },
    order:
      model.keepsOrder && !lost
        ? { is: 'kept', because: model.words.order }
        : { is: 'not kept', because: lost ? 'later messages follow on a gap' : model.words.order },
  };
}

/** Whether a message that was stored on as few copies as count can be gone. */
function judgeData(model: StreamModel, loss: Loss, { copies: away, deciders: awayDeciders }: Damage): Outcome['data'] {
  const { pods, words, copiesBeforeAck: holders, syncBeforeAck } = model;
  const contentLost = loss.leaves === 'nothing' || (loss.leaves === 'disk' && !syncBeforeAck);
  const gone = contentLost ? away : 0;
  const deciders = decidersOf(model);
  const kept = (because: string): Outcome['data'] => ({ is: 'kept', because });
  const lost = (because: string): Outcome['data'] => ({ is: 'lost', because });

  if (model.leader === 'majority' && pods.copies - gone < majority(pods.copies))
    return lost(`${gone} of ${plural(pods.copies, words.copy)} gone: never a majority again`);
  if (gone >= holders) return lost(goneBecause(model, loss, gone));
  if (model.uncleanElection && away >= holders && pods.copies > holders)
    return lost(`a ${words.copy} that lacks messages may lead: unclean election`);
  if (loss.leaves === 'nothing' && deciders - awayDeciders < majority(deciders))
    return lost(`${awayDeciders} of ${plural(deciders, words.decider)} gone: what is where is forgotten`);
  if (loss.leaves === 'memory') return kept('a killed process leaves what it wrote');
  if (gone === 0 && away > 0) return kept('on the disk before "stored"');
  const left = holders - gone;
  return kept(`${left} of the ${holders} ${words.copy}s that surely had it ${left === 1 ? 'is' : 'are'} left`);
}

function goneBecause({ copiesBeforeAck: holders, words }: StreamModel, loss: Loss, gone: number): string {
  if (loss.leaves === 'disk') return `in memory alone on the ${plural(gone, words.copy)} that went off`;
  const had =
    holders === 1 ? `the one ${words.copy} that surely had it` : `the ${holders} ${words.copy}s that surely had it`;
  return `${had} may be among the ${gone} gone`;
}

/** Whether somebody who has all messages leads once the others have taken over. */
function judgeLeader(model: StreamModel, { copies: away, deciders: awayDeciders }: Damage): Outcome['reads'] {
  const { pods, words, copiesBeforeAck: holders } = model;
  const left = pods.copies - away;
  const deciders = decidersOf(model);
  const count = `${left} of ${plural(pods.copies, words.copy)} up`;
  const stall = (because: string): Outcome['reads'] => ({ is: 'stall', because });
  const goesOn = (because: string): Outcome['reads'] => ({ is: 'continue', because });

  if (away === 0) return goesOn(`none of its ${words.copy}s is concerned`);
  if (left === 0) return stall(`no ${words.copy} is up`);
  if (model.leader === 'majority' && left < majority(pods.copies)) return stall(`${count}, no majority`);
  if (model.leader === 'in-sync' && away >= holders && !model.uncleanElection)
    return stall(`${count}, none that surely has everything`);
  if (deciders - awayDeciders < majority(deciders))
    return stall(`${deciders - awayDeciders} of ${plural(deciders, words.decider)} up, no majority to elect a leader`);
  if (model.leader === 'majority') return goesOn(`${count}, a majority`);
  return goesOn(
    model.uncleanElection ? `${count}, any may lead` : `${count}, at least ${holders - away} with everything`,
  );
}

/** Writes go on where enough copies are left to hold a message before "stored" is said. */
function judgeWrites(model: StreamModel, { copies: away }: Damage, leads: Outcome['reads']): Outcome['writes'] {
  const { pods, words, copiesBeforeAck: needed } = model;
  const left = pods.copies - away;
  if (leads.is === 'stall') return { is: 'refused', because: leads.because };
  return left >= needed
    ? { is: 'continue', because: leads.because }
    : { is: 'refused', because: `${left} of ${plural(pods.copies, words.copy)} up, ${needed} must have each message` };
}
