import { base64, hex } from '@scure/base';

const digits = '0123456789abcdfghijklmnpqrsvwxyz';

/** Hashes as Nix writes them; `base32` is Nix's own alphabet and order of digits. */
export type HashFormat = 'base16' | 'base32' | 'base64';

export function formatted(bytes: Uint8Array, format: HashFormat): string {
  if (format === 'base16') return hex.encode(bytes);
  return format === 'base64' ? base64.encode(bytes) : base32(bytes);
}

/** How many characters so many bytes take. */
export function formattedLength(bytes: number, format: HashFormat): number {
  if (format === 'base16') return bytes * 2;
  return format === 'base64' ? Math.ceil(bytes / 3) * 4 : Math.ceil((bytes * 8) / 5);
}

/** The bytes of a hash; `undefined` when it is not written in this format. */
export function parsedBytes(text: string, format: HashFormat): Uint8Array | undefined {
  if (format === 'base32') return bytesOfBase32(text);
  const pattern = format === 'base16' ? /^[0-9a-fA-F]*$/ : /^[A-Za-z0-9+/]*={0,2}$/;
  if (!pattern.test(text) || text.length % (format === 'base16' ? 2 : 4) !== 0) return undefined;
  return format === 'base16' ? hex.decode(text.toLowerCase()) : base64.decode(text);
}

/** The first digit holds the last bits. */
function base32(bytes: Uint8Array): string {
  let text = '';
  for (let digit = formattedLength(bytes.length, 'base32') - 1; digit >= 0; digit--) {
    const [at, shift] = [Math.floor((digit * 5) / 8), (digit * 5) % 8];
    const window = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
    text += digits[(window >> shift) & 31] ?? '';
  }
  return text;
}

function bytesOfBase32(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
  let window = 0;
  let bits = 0;
  let at = 0;
  for (const character of [...text].reverse()) {
    const digit = digits.indexOf(character);
    if (digit < 0) return undefined;
    window |= digit << bits;
    bits += 5;
    if (bits < 8) continue;
    bytes[at++] = window & 255;
    window >>= 8;
    bits -= 8;
  }
  return window === 0 && at === bytes.length ? bytes : undefined;
}
