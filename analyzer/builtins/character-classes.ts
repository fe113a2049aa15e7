/** The named classes of POSIX, in the locale of plain bytes. */
export const characterClasses: { readonly [name: string]: (byte: number) => boolean } = {
  alnum: (byte) => isDigit(byte) || isLetter(byte),
  alpha: isLetter,
  blank: (byte) => byte === 32 || byte === 9,
  cntrl: (byte) => byte < 32 || byte === 127,
  digit: isDigit,
  graph: (byte) => byte > 32 && byte < 127,
  lower: (byte) => isBetween(byte, 'a', 'z'),
  print: (byte) => byte >= 32 && byte < 127,
  punct: (byte) => byte > 32 && byte < 127 && !isDigit(byte) && !isLetter(byte),
  space: (byte) => byte === 32 || (byte >= 9 && byte <= 13),
  upper: (byte) => isBetween(byte, 'A', 'Z'),
  xdigit: (byte) => isDigit(byte) || isBetween(byte, 'a', 'f') || isBetween(byte, 'A', 'F'),
};

function isDigit(byte: number): boolean {
  return isBetween(byte, '0', '9');
}

function isLetter(byte: number): boolean {
  return isBetween(byte, 'a', 'z') || isBetween(byte, 'A', 'Z');
}

function isBetween(byte: number, first: string, last: string): boolean {
  return byte >= first.charCodeAt(0) && byte <= last.charCodeAt(0);
}
