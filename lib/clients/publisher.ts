/** What a program publishes with. */
export interface Publisher<Message> {
  /**
   * Resolves when the message is stored as the profile promises; rejects when it was refused, or when it is unknown whether
   * it was stored ("maybe").
   */
  publish(message: Message): Promise<void>;
  /** Takes nothing new, waits for what is under way, closes. */
  drain(): Promise<void>;
}

/** What a program reads with. */
export interface Consumer<Message> {
  /** Acknowledges a message after `work` resolves. Resolves itself once the consumer was drained. */
  run(work: (message: Message) => Promise<void>): Promise<void>;
  /** Takes nothing new, finishes what is under way, acknowledges it, closes. */
  drain(): Promise<void>;
}
