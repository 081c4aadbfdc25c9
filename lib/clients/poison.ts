/** This message can never be worked on, however often it is tried: it belongs with the dead letters at once. */
export class PoisonError extends Error {
  override readonly name = 'PoisonError';
}
