const encoder = new TextEncoder();

/** The UTF-8 bytes of a text. */
export function toBytes(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The text of UTF-8 bytes; undefined when they are none. */
export function toText(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return text.includes('\ufffd') && !sameBytes(toBytes(text), bytes) ? undefined : text;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = [bytes[at], bytes[at + 1], bytes[at + 2]];
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    const signs = [18, 12, 6, 0].map((shift) => digits[(bits >> shift) & 63]);
    parts.push(signs[0] ?? '', signs[1] ?? '');
    parts.push(b === undefined ? '=' : (signs[2] ?? ''), c === undefined ? '=' : (signs[3] ?? ''));
  }
  return parts.join('');
}

/** The bytes of a padded base64 text, line breaks left out as Go does; undefined when it is none. */
export function fromBase64(given: string): Uint8Array | undefined {
  const text = given.replace(/[\r\n]/g, '');
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 4) {
    const values = [...text.slice(at, at + 4)].map((sign) => Math.max(digits.indexOf(sign), 0));
    const bits = values.reduce((sum, value) => (sum << 6) | value, 0);
    bytes.push((bits >> 16) & 0xff, (bits >> 8) & 0xff, bits & 0xff);
  }
  const padding = /=*$/.exec(text)?.[0].length ?? 0;
  return Uint8Array.from(bytes.slice(0, bytes.length - padding));
}
