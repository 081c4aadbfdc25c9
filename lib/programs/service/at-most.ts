/** Several of them, one after the other, fit into the time that a program has to stop. */
const patienceMs = 5_000;

/**
 * Resolves when `what` does, and after `ms` in any case: for what a program that stops waits for, but can leave as it is, because it
 * is on its volume, or comes again.
 */
export async function atMost(what: Promise<unknown>, ms = patienceMs): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([what, over]).finally(() => clearTimeout(timer));
}
