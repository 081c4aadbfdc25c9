import type { Verdict } from '../../../lib/durability/ledger';
import { explainPlan, type LossRow, type StreamExplained } from '../../../lib/plan/explain';
import type { MessagingOptions } from '../../../lib/plan/options';
import { planMessaging } from '../../../lib/plan/plan';
import type { Span } from './ledger';

/** A loss as `explain` names it, and the options of what it strikes. */
export interface Struck {
  readonly loss: string;
  readonly of: MessagingOptions;
}

export type Prediction = Pick<StreamExplained, 'broker' | 'name'> & LossRow;

/** What `explain` says of one topic or queue. @throws Error where it does not know the stream or the loss. */
export function explained({ loss, of }: Struck, broker: StreamExplained['broker'], name: string): Prediction {
  const stream = explainPlan(planMessaging(of)).find((its) => its.broker === broker && its.name === name);
  const row = stream?.losses.find((its) => its.loss === loss);
  if (row === undefined) throw new Error(`explain says nothing of ${broker} ${name} and the loss ${loss}`);
  return { broker, name, ...row };
}

const difference = ({ broker, name, title }: Prediction, said: string, seen: string): string =>
  `explain says of ${broker} ${name} (lost: ${title}): ${said}; but ${seen}`;

/** Where the producers went through something else than was said, while the loss lasted and until all was whole again. */
export function differencesMeanwhile(predictions: readonly Prediction[], span: Span): readonly string[] {
  return predictions
    .filter(({ writes }) => writes.is === 'continue' && span.acknowledged === 0)
    .map((row) => difference(row, 'writes continue', 'nothing was acknowledged'));
}

/** Where what is there in the end is something else than was said of each loss. */
export function differencesAfterwards(
  predictions: readonly Prediction[],
  { lost, duplicated, reordered }: Pick<Verdict, 'duplicated' | 'reordered'> & { readonly lost: number },
): readonly string[] {
  return predictions.flatMap((row) => [
    ...(row.data.is === 'kept' && lost > 0 ? [difference(row, 'data kept', `${lost} are lost`)] : []),
    ...(row.duplicates.is === 'none' && duplicated > 0
      ? [difference(row, 'duplicates none', `${duplicated} are there twice`)]
      : []),
    ...(row.order.is === 'kept' && reordered > 0
      ? [difference(row, 'order kept', `${reordered} are out of order`)]
      : []),
  ]);
}
