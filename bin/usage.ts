/** The command line itself was wrong: the answer is how to write it. */
export class UsageError extends Error {}
