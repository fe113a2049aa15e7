/** An address as a number of 32 or 128 bits. */
export interface Address {
  readonly value: bigint;
  readonly bits: 32 | 128;
}

/** A range of addresses; bits behind the prefix are zero. */
export interface Network extends Address {
  readonly length: number;
}

/** An IPv4 or IPv6 address; undefined when the text is none. */
export function parseAddress(text: string): Address | undefined {
  if (!text.includes(':')) {
    const value = quad(text);
    return value === undefined ? undefined : { value, bits: 32 };
  }
  const value = groups(text);
  if (value === undefined) return undefined;
  // Go takes an IPv6 address that maps an IPv4 one for the latter.
  return value >> 32n === 0xffffn
    ? { value: value & 0xffff_ffffn, bits: 32 }
    : { value, bits: 128 };
}

/** Zeros in front are decimal to OpenTofu. */
function quad(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^\d{1,4}$/.test(part) || Number(part) > 255) return undefined;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

function groups(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [front, back] = halves.map((half) => (half === '' ? [] : words(half.split(':'))));
  if (!front || (halves.length === 2 && !back)) return undefined;
  const missing = 8 - front.length - (back?.length ?? 0);
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...front, ...Array.from({ length: missing }, () => 0n), ...(back ?? [])];
  return all.reduce((value, word) => (value << 16n) | word, 0n);
}

/** Groups of hexadecimal digits, the last one perhaps an IPv4 address. */
function words(parts: readonly string[]): readonly bigint[] | undefined {
  const found: bigint[] = [];
  for (const [index, part] of parts.entries()) {
    const embedded = index === parts.length - 1 && part.includes('.') ? quad(part) : undefined;
    if (embedded !== undefined) found.push(embedded >> 16n, embedded & 0xffffn);
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) found.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return found;
}

/** A range of addresses; `mapped` for one of IPv6 that stands for IPv4, of which it depends on the version what is made. */
export function networkOf(text: string): Network | 'mapped' | undefined {
  const [, address = '', prefix = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const parsed = parseAddress(address);
  const length = Number(prefix);
  if (!parsed) return undefined;
  if (parsed.bits === 32 && address.includes(':')) return length > 128 ? undefined : 'mapped';
  if (length > parsed.bits) return undefined;
  const host = BigInt(parsed.bits - length);
  return { value: (parsed.value >> host) << host, bits: parsed.bits, length };
}

/** The usual form; for IPv6 the longest run of zeros is left out. */
export function printAddress({ value, bits }: Address): string {
  if (bits === 32) {
    return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
  }
  const parts = Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(112 - index * 16)) & 0xffffn).toString(16),
  );
  const { start, length } = longestZeros(parts);
  if (length < 2) return parts.join(':');
  return `${parts.slice(0, start).join(':')}::${parts.slice(start + length).join(':')}`;
}

function longestZeros(parts: readonly string[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < parts.length; start++) {
    let length = 0;
    while (parts[start + length] === '0') length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}

export function printNetwork(network: Network): string {
  return `${printAddress(network)}/${network.length}`;
}
