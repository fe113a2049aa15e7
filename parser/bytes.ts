/**
 * Bytes and text, by the means of Node where they are there, because those are
 * fast, and otherwise by those of every browser.
 */

const hasBuffer = typeof Buffer === 'function';

/** The bytes that a text in base64 stands for. */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  if (hasBuffer) return new Uint8Array(Buffer.from(text, 'base64'));
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** The memory that was written to last. */
let whole: Buffer | undefined;

/** Writes the code units of a text, two bytes each, the lower one first. */
export function writeUtf16(memory: ArrayBuffer, at: number, text: string): void {
  if (hasBuffer) {
    if (whole?.buffer !== memory) whole = Buffer.from(memory);
    whole.write(text, at, 'utf16le');
    return;
  }
  const view = new DataView(memory, at, text.length * 2);
  for (let index = 0; index < text.length; index++) {
    view.setUint16(index * 2, text.charCodeAt(index), true);
  }
}

/** The text that bytes in ASCII spell. */
export function textOfAscii(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
