import { oneQueueRate, publishedRates } from '../published-rates';

/** Where the figures and formulas come from; a report names those that it uses. */
export const sources = {
  expressLimits:
    "Amazon MSK Developer Guide, Express brokers: throughput throttle limits and partition quota by broker size (docs.aws.amazon.com/msk/latest/developerguide/limits.html). It writes MBps; AWS's own sizing script reads MiB/s, and so does this",
  standardLimits:
    'AWS, awslabs/mcp, aws-msk-mcp-server: recommended throughput of Standard brokers; its 153.8 for kafka.m7g.16xlarge is that of the Amazon MSK Developer Guide, Express brokers',
  standardPartitions:
    'Amazon MSK Developer Guide, best practices for Standard brokers: partitions per broker, replicas included (docs.aws.amazon.com/msk/latest/developerguide/bestpractices.html)',
  mskQuota:
    'Amazon MSK quota: 60 brokers in a cluster with KRaft, more on request; 16384 GiB for each Standard broker (docs.aws.amazon.com/msk/latest/developerguide/limits.html)',
  mskVolume:
    'AWS, aws/agent-toolkit-for-aws, managing-amazon-msk: a Standard broker writes 6.5 times what producers send it (a zone away, what lags, what is moved); above 250 MiB/s the volume needs provisioned throughput',
  expressStorage:
    'AWS, aws/agent-toolkit-for-aws, managing-amazon-msk: storage of Express brokers is counted once, whatever the copies',
  diskAlarm: 'Amazon MSK Developer Guide, best practices: an alarm at 85 % of the disk; this fills 80 %',
  partitions:
    'Confluent, "How to choose the number of topics/partitions in a Kafka cluster": max(t/p, t/c), tens of MB/s for a partition; Express brokers take 15 MB/s at most (Amazon MSK quota)',
  replicas: 'Confluent, "Apache Kafka Supports 200K Partitions Per Cluster": up to 4000 on a broker',
  network:
    'AWS Big Data Blog, "Best practices for right-sizing your Apache Kafka clusters": network x brokers / (groups + copies - 1), disk x brokers / copies',
  kafkaRate: `${publishedRates.kafka.source}: the best rate, of which half is taken: there records were more than a second late`,
  kafkaMemory:
    'Apache Kafka documentation, Hardware and OS: memory for 30 seconds of writes; a heap of 6 GiB beside it',
  rabbitMqRate: `${publishedRates.rabbitMq.source}: the best rate on nodes of 16 cores; more cores brought little. Amazon MQ states none`,
  oneQueue: `${oneQueueRate.source}: one quorum queue on a disk that syncs in 6 ms`,
  rabbitMqNetwork: 'RabbitMQ documentation, production deployment guidelines: rate x size x 1.1',
  rabbitMqMemory:
    'RabbitMQ documentation, quorum queues, resource use: 32 bytes for each message in a queue, three times the write-ahead log of 512 MiB',
  amazonMqSizes:
    'Amazon MQ Developer Guide, RabbitMQ instance types: cores, memory, network, disk of m7g clusters (docs.aws.amazon.com/amazon-mq/latest/developer-guide/rmq-broker-instance-types.html)',
} as const;
export type Source = keyof typeof sources;
