/**
 * Nix strings are bytes. A binary string has one unit per byte, so that
 * indices into it are those of Nix.
 */
export function toBinary(text: string): string {
  if (isAscii(text)) return text;
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return binary;
}

/** The text of a binary string; `undefined` when the bytes are no UTF-8. */
export function fromBinary(binary: string): string | undefined {
  if (isAscii(binary)) return binary;
  const bytes = Uint8Array.from(binary, (unit) => unit.charCodeAt(0));
  const text = new TextDecoder().decode(bytes);
  return text.includes('\u{fffd}') ? undefined : text;
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > 127) return false;
  }
  return true;
}
