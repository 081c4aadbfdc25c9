/** Letters to insert, remove, replace or swap to get from one word to another. */
function distance(from: string, to: string): number {
  const rows: number[][] = Array.from({ length: from.length + 1 }, (_, i) => [i, ...Array<number>(to.length).fill(0)]);
  const cell = (i: number, j: number): number => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let j = 0; j <= to.length; j++) rows[0]![j] = j;
  for (let i = 1; i <= from.length; i++) {
    for (let j = 1; j <= to.length; j++) {
      const changed = from[i - 1] === to[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const best = Math.min(cell(i - 1, j) + 1, cell(i, j - 1) + 1, cell(i - 1, j - 1) + changed);
      rows[i]![j] = swapped ? Math.min(best, cell(i - 2, j - 2) + 1) : best;
    }
  }
  return cell(from.length, to.length);
}

const longestWord = 60;
const plain = (text: string): string => text.toLowerCase().replaceAll(/[-_.]/g, '');

/** The known word a mistyped one was probably meant to be; none where nothing is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > longestWord) return undefined;
  const furthest = Math.max(2, Math.floor(word.length / 3));
  const near = known
    // A shortcut: words whose lengths differ by more can't be nearer.
    .filter((candidate) => Math.abs(plain(candidate).length - plain(word).length) <= furthest)
    .map((candidate) => ({ candidate, far: distance(plain(word), plain(candidate)) }))
    .filter(({ far }) => far <= furthest);
  return near.sort((a, b) => a.far - b.far)[0]?.candidate;
}
