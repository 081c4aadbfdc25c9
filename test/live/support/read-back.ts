import { messageId } from '../../../lib/durability/ledger';
import { readBody } from '../../../lib/durability/ledger-lines';

/** Ids of the numbered messages in a text with one message on each line, in its order. */
export const idsIn = (text: string): readonly string[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => messageId(...readBody(line)));
