const tickMs = 10;

/**
 * Calls `act` at a steady rate. Where there is no room it waits, and then goes on at its pace instead of catching up.
 *
 * @returns what stops it
 */
export function steadily(perSecond: number, room: () => boolean, act: () => void): () => void {
  let due = 0;
  let last = Date.now();
  const timer = setInterval(() => {
    due = Math.min(due + ((Date.now() - last) * perSecond) / 1_000, 1 + perSecond / 4);
    last = Date.now();
    while (due >= 1 && room()) {
      due -= 1;
      act();
    }
  }, tickMs);
  return () => clearInterval(timer);
}
