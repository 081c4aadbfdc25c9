/** `registry:5000/shop/checkout:1.4@sha256:…` → `1.4`; nothing where there is a digest alone, or neither. */
export function tagOf(image: string): string | undefined {
  const [reference = ''] = image.split('@');
  return reference.slice(reference.lastIndexOf('/') + 1).split(':')[1];
}

/** Whether a reference always means the same image: a digest, or a tag that is a version. */
export function isPinned(image: string): boolean {
  return image.includes('@sha256:') || /\d+\.\d+/.test(tagOf(image) ?? '');
}

/** `rabbitmq:4.3.6-management` → `4.3.6`; nothing where the tag holds no such version. */
export function versionOf(image: string): readonly number[] | undefined {
  const match = /:[^@/]*?(\d+)\.(\d+)\.(\d+)/.exec(image);
  return match?.slice(1).map(Number);
}

/** Whether an image is known to be older than a version. One that does not say its version is not. */
export function isOlder(image: string, than: readonly number[]): boolean {
  const version = versionOf(image);
  if (version === undefined) return false;
  const different = version.findIndex((part, index) => part !== than[index]);
  return different >= 0 && (version[different] ?? 0) < (than[different] ?? 0);
}

/** What is known against the versions below one. */
export interface KnownBad {
  /** The first version without it. */
  readonly olderThan: readonly number[];
  readonly why: string;
}

/** The first row of a table that speaks of an image's version. */
export const knownBad = (image: string, table: readonly KnownBad[]): KnownBad | undefined =>
  table.find(({ olderThan }) => isOlder(image, olderThan));
