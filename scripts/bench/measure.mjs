// One run of one client: its rate, as it says itself; its processor time and its memory, as the kernel says.
import { inContainer } from './cluster.mjs';

/**
 * Runs a command to its end. `times` counts what the shell has waited for, so all of the command's processor time, its start
 * included; the peak of its memory is read every 0.2 s while it is there.
 */
const measured = `
measured() {
  "$@" & pid=$!
  (
    peak=0
    while [ -r /proc/$pid/status ]; do
      while read -r key value unit; do [ "$key" = VmHWM: ] && peak=$value; done < /proc/$pid/status
      sleep 0.2
    done 2> /dev/null
    echo "@peak $peak"
  ) & watch=$!
  wait $pid; code=$?
  echo @times; times
  wait $watch
  return $code
}
`;

/** \`1m2.5s 0m0.5s\`: 63. */
const secondsOf = (line) =>
  [...line.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, minutes, seconds]) => sum + 60 * minutes + Number(seconds), 0);

/** @returns messages a second, processor seconds for a million messages, peak of memory in MiB */
export async function measure(container, { command, rate }, { load, setUp = '', before }) {
  if (before !== undefined) await inContainer('tool', before);
  const output = await inContainer(container, `${measured}\n${setUp}\nmeasured ${command(load)}`);
  const [, children] = /@times\n.*\n(.*)/.exec(output) ?? [];
  const [, kilobytes] = /@peak (\d+)/.exec(output) ?? [];
  if (children === undefined || kilobytes === undefined) throw new Error(`no times or no peak in:\n${output}`);
  const perSecond = rate(output, load);
  const messages = load.seconds === undefined ? load.messages + load.warmUp : perSecond * load.seconds;
  return {
    perSecond,
    cpu: secondsOf(children) / (messages / 1_000_000),
    mebibytes: kilobytes / 1_024,
  };
}
