/** A network of IPv4. */
export interface Cidr {
  /** The address that is written down, as a number: the network's first one, or another within it. */
  readonly address: number;
  /** Bits that all of its addresses share. */
  readonly prefix: number;
}

/** Zeros in front would be read as octal numbers by some. */
const octet = String.raw`(0|[1-9]\d{0,2})`;
const pattern = new RegExp(String.raw`^${octet}\.${octet}\.${octet}\.${octet}/0?(\d|[12]\d|3[0-2])$`);

/** `10.0.0.0/16` as numbers; `undefined` for what is none. */
export function cidrOf(text: string): Cidr | undefined {
  const [, ...numbers] = (pattern.exec(text) ?? []).map(Number);
  const prefix = numbers.pop();
  if (prefix === undefined || numbers.some((number) => number > 255)) return undefined;
  return { address: numbers.reduce((address, number) => address * 256 + number, 0), prefix };
}

const sizeOf = ({ prefix }: Cidr): number => 2 ** (32 - prefix);

/** The network's first address. */
const firstOf = (cidr: Cidr): number => cidr.address - (cidr.address % sizeOf(cidr));

/** Whether what is written down is the first address of its network. */
export const isFirst = (cidr: Cidr): boolean => cidr.address === firstOf(cidr);

/** Whether they share an address. */
export const overlap = (one: Cidr, other: Cidr): boolean =>
  firstOf(one) < firstOf(other) + sizeOf(other) && firstOf(other) < firstOf(one) + sizeOf(one);

/** Whether all of a network is part of another. */
export const isWithin = (inner: Cidr, outer: Cidr): boolean => inner.prefix >= outer.prefix && overlap(inner, outer);

/** Networks that stand in a table. @throws Error for what is none */
export const cidrs = (...texts: readonly string[]): readonly Cidr[] =>
  texts.map((text) => {
    const cidr = cidrOf(text);
    if (cidr === undefined) throw new Error(`${text} is no network`);
    return cidr;
  });

/** Networks that anybody may use at home, and nobody in the internet. @see https://www.rfc-editor.org/rfc/rfc1918 */
export const privateNetworks = cidrs('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16');
