import { parse } from '../service/parse';
import type { Business, Desk } from './desk';
import { notice } from './events';

/** Tells customers what they are to know. A line of the log stands for the mail, so each is sent once. */
export class Mail implements Business {
  constructor(private readonly desk: Desk) {}

  async work(content: Buffer): Promise<void> {
    const { id, order, user, text } = parse(notice, content);
    await this.desk.once(id, () => {
      this.desk.count('sent');
      this.desk.say(`order ${order}: mail to ${user}: ${text}`);
    });
  }

  get result(): object {
    return this.desk.result('sent', 'duplicates');
  }
}
