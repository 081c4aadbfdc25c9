const suffix = '.dead-letters';

/** Where a consumer puts what it can't work on: a topic that is declared like any other, so that everybody sees it. */
export const deadLetterTopicOf = (topic: string): string => `${topic}${suffix}`;

export const isDeadLetterTopic = (topic: string): boolean => topic.endsWith(suffix);

/** What a dead letter says of itself, in its headers. */
export const deadLetterHeaders = {
  reason: 'dead-letter-reason',
  topic: 'dead-letter-topic',
  partition: 'dead-letter-partition',
  offset: 'dead-letter-offset',
  group: 'dead-letter-group',
  at: 'dead-letter-at',
  /** Only where the record did not fit: how many bytes its value had. The dead letter has the first of them. */
  truncatedFrom: 'dead-letter-truncated-from',
} as const;
