/**
 * Publishes the messages of a key one after the other: the next only once the one before it is stored. When one fails, those that
 * wait behind it fail with it, and whoever sends them again begins with the first.
 *
 * A publisher that has several messages of a key at a time may store a later one although an earlier one was refused (a right
 * that comes a moment late is enough), and no repetition puts that in order. The price: a key gets no more messages a second
 * than a broker confirms one after the other. Other keys go on meanwhile.
 */
export class InOrder {
  /** Of the keys that have a message under way: the last one. */
  private readonly last = new Map<string, Promise<void>>();

  send(key: string, publish: () => Promise<void>): Promise<void> {
    const sent = this.last.get(key)?.then(publish) ?? publish();
    this.last.set(key, sent);
    const forget = (): void => {
      if (this.last.get(key) === sent) this.last.delete(key);
    };
    sent.then(forget, forget);
    return sent;
  }
}
