// The figures of all runs as one table, and which bar was missed.
import { median, spread } from './spread.mjs';

const bar = { rate: 0.8, mebibytes: 256 };

const whole = (number) => Math.round(number).toLocaleString('en-US');

function row(name, client, runs, ratio) {
  const rates = spread(runs.map(({ perSecond }) => perSecond));
  return [
    name,
    client,
    whole(rates.median),
    `${whole(rates.min)} – ${whole(rates.max)}`,
    ratio,
    median(runs.map(({ cpu }) => cpu)).toFixed(1),
    whole(Math.max(...runs.map(({ mebibytes }) => mebibytes))),
  ];
}

const head = ['', 'client', 'messages/s', 'slowest – fastest', 'of the tool', 'CPU s / million', 'peak MiB'];

/** Markdown: columns of one width. */
function markdown(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((cells) => cells[column].length), 3));
  // Words to the left, figures to the right.
  const isText = (column) => rows.slice(1).every((cells) => !/^\d/.test(cells[column]));
  const line = (cells) =>
    `| ${cells.map((cell, column) => (isText(column) ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join(' | ')} |`;
  const rule = line(widths.map((width, column) => (isText(column) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)));
  const [first, ...others] = rows.map(line);
  return [first, rule, ...others].join('\n');
}

/** @param results of each comparison: its name, the tool's name, and the runs of both clients */
export function tableOf(results) {
  const rows = results.flatMap(({ name, toolName, tool, ours }) => {
    const ratio = median(ours.map(({ perSecond }) => perSecond)) / median(tool.map(({ perSecond }) => perSecond));
    return [row(name, toolName, tool, ''), row('', 'brokerkit', ours, `${Math.round(100 * ratio)} %`)];
  });
  return markdown([head, ...rows]);
}

/** What is below the bar, in words; nothing where all is well. */
export function missedBars(results) {
  return results.flatMap(({ name, tool, ours }) => {
    const ratio = median(ours.map(({ perSecond }) => perSecond)) / median(tool.map(({ perSecond }) => perSecond));
    const peak = Math.max(...ours.map(({ mebibytes }) => mebibytes));
    return [
      ...(ratio < bar.rate
        ? [`${name}: ${Math.round(100 * ratio)} % of the tool's rate, ${100 * bar.rate} % is the bar`]
        : []),
      ...(peak > bar.mebibytes ? [`${name}: ${whole(peak)} MiB at full rate, ${bar.mebibytes} MiB is the bar`] : []),
    ];
  });
}

/** @param results of a soak: its name and its figures */
export const soakTable = (results) =>
  markdown([
    ['', 'messages/s', 'CPU s / million', 'peak MiB'],
    ...results.map(({ name, perSecond, cpu, mebibytes }) => [name, whole(perSecond), cpu.toFixed(1), whole(mebibytes)]),
  ]);

export const missedInSoak = (results) =>
  results
    .filter(({ mebibytes }) => mebibytes > bar.mebibytes)
    .map(({ name, mebibytes }) => `${name}: ${whole(mebibytes)} MiB at full rate, ${bar.mebibytes} MiB is the bar`);
