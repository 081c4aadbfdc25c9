/** After all live tests. */
export default function end(): void {
  (globalThis as { stopCollector?: () => void }).stopCollector?.();
}
