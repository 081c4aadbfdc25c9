/** CloudFormation takes 4,096 bytes for a whole answer; ids, and the words of who sends it, need the rest. */
const longestReason = 2_500;

/** As it will be sent: within JSON. */
const bytesOf = (text: string): number => Buffer.byteLength(JSON.stringify(text));

/** Whole lines from the beginning, as many as fit, and how many more there are; of a single line as much as fits. */
export function shortened(text: string): string {
  if (bytesOf(text) <= longestReason) return text;
  const lines = text.split('\n');
  const more = (kept: number): string => `… and ${lines.length - kept} more lines: see the log`;
  let kept = lines.length - 1;
  while (kept > 0 && bytesOf([...lines.slice(0, kept), more(kept)].join('\n')) > longestReason) kept -= 1;
  if (kept > 0) return [...lines.slice(0, kept), more(kept)].join('\n');
  let cut = text.slice(0, longestReason);
  while (bytesOf(`${cut}…`) > longestReason) cut = cut.slice(0, -50);
  return `${cut}…`;
}
