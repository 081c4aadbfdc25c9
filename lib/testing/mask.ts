type Keep = (text: string) => string;

/** What changes without the promise changing, in values of any key. */
const anywhere: Keep = (text) =>
  text
    // Of what runs once, its name ends in the checksum of all it applies.
    .replaceAll(/(?<=[a-z]-)[0-9a-f]{8}(?![0-9a-f])/g, 'CHECKSUM')
    // Files that CDK uploads are named by their content.
    .replaceAll(/\b[0-9a-f]{64}\b/g, 'DIGEST')
    .replaceAll(/\bnodejs\d+\.x\b/g, 'RUNTIME');

/** In front of a tag stands a name, which may begin with a host and its port. */
const imageTag = /^((?:[^/@]+\/)*[^/:@]+)(?::[\w.-]+)?(?:@sha256:[0-9a-f]{64})?$/;

/** Further masks for the values of some keys. */
const byKey: readonly { readonly key: RegExp; readonly keep: Keep }[] = [
  { key: /checksum$/, keep: (text) => text.replace(/^[0-9a-f]{8}$/, 'CHECKSUM') },
  { key: /\.cjs\.gz$/, keep: (text) => text.replace(/^[A-Za-z0-9+/=]{100,}$/, 'PACKED') },
  { key: /^[iI]mage$/, keep: (text) => text.replace(imageTag, '$1:VERSION') },
  { key: /^(Kafka|Engine)Version$|^app\.kubernetes\.io\/version$/, keep: () => 'VERSION' },
];

function maskedText(text: string, key: string): string {
  const { keep } = byKey.find((mask) => mask.key.test(key)) ?? {};
  return anywhere(keep === undefined ? text : keep(text));
}

/**
 * Manifests or a template without what every release changes: versions of images and of managed brokers, digests, checksums,
 * packed programs. What is left changes only when somebody means it.
 */
export function masked<Value>(value: Value, key = ''): Value {
  const inner = (its: unknown, name: string): unknown => {
    if (typeof its === 'string') return maskedText(its, name);
    if (Array.isArray(its)) return its.map((item) => inner(item, name));
    if (typeof its !== 'object' || its === null) return its;
    return Object.fromEntries(Object.entries(its).map(([below, item]) => [below, inner(item, below)]));
  };
  return inner(value, key) as Value;
}
