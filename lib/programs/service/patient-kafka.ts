import { KafkaPublisher, type KafkaMessage } from '../../clients/kafka-publisher';
import type { KafkaClientSettings } from '../../kafka/client';

/**
 * For programs that go on without Kafka: where a publisher gives up, the next message has a new one, and the process stays. What was
 * rejected is still in an outbox.
 */
export class PatientKafka {
  private current: KafkaPublisher | undefined;

  constructor(private readonly settings: KafkaClientSettings) {}

  publish(message: KafkaMessage): Promise<void> {
    this.current ??= this.made();
    return this.current.publish(message);
  }

  async drain(): Promise<void> {
    await this.current?.drain();
  }

  private made(): KafkaPublisher {
    const made: KafkaPublisher = new KafkaPublisher(this.settings, (why) => {
      process.stderr.write(`${why}\n`);
      if (this.current === made) this.current = undefined;
      void made.drain().catch(() => undefined);
    });
    return made;
  }
}
