// `brokerkit/clients`: what a program of your own keeps the promise with. All that it needs to know comes with its grants.
//
//   const env = process.env;
//   const consumer = new KafkaConsumer(kafkaClientFromEnv(env), ['clicks']);
//   const publisher = new RabbitMqPublisher(rabbitMqClientFromEnv(env), 'trends');
//   onStop(async () => {
//     await consumer.drain();
//     await publisher.drain();
//   });
//   void consumer.run(async ({ value }) => {
//     await publisher.publish({ exchange: 'trends', routingKey: 'click', content: value });
//   });
//
// A `publish` that resolved is stored as the profile says. A record counts as read once its work resolved, so it may come again
// after a crash, and none is left out. Work that rejects ends `run`, and so the process: it starts again, and reads again.
//
// It needs both brokers' client libraries, `@platformatic/kafka` and `amqplib`, and Node 24. `brokerkit/clients/kafka` and
// `brokerkit/clients/rabbitmq` need only their own.
export * from './kafka';
export * from './rabbitmq';
