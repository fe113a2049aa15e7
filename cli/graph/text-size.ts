/**
 * Widths of the characters from space to `~` in Helvetica, in thousandths of
 * the size, from the font metrics that Adobe published. Other common typefaces
 * without serifs differ by a few per cent.
 */
const widths = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
  556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
  611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
  667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
  222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const other = 620;
const wide = 1000;
/** Room for typefaces that run wider. */
const allowance = 1.1;

/** How wide a text is drawn, on the safe side. */
export function textSize(text: string, size: number): number {
  let sum = 0;
  for (const character of text) sum += widthOf(character);
  return (sum * size * allowance) / 1000;
}

function widthOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return widths[code - 32] ?? (code >= 0x1100 ? wide : other);
}

/** A text cut in its middle to fit a width; the beginning and the end say most. */
export function fitText(text: string, size: number, width: number): string {
  if (textSize(text, size) <= width) return text;
  const characters = [...text];
  for (let kept = characters.length - 1; kept > 2; kept--) {
    const start = Math.ceil(kept / 2);
    const cut = `${characters.slice(0, start).join('')}…${characters.slice(start - kept).join('')}`;
    if (textSize(cut, size) <= width) return cut;
  }
  return '…';
}
