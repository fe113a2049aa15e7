const escapes: { readonly [letter: string]: string } = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
};

/**
 * The text that source text of a template stands for; undefined when it has an
 * escape that means nothing. Only quoted text knows backslashes.
 */
export function decoded(source: string, form: 'quoted' | 'plain'): string | undefined {
  if (form === 'plain') return source.replace(/(\$|%)\1\{/g, '$1{');
  if (/[\r\n]/.test(source)) return undefined;
  let sound = true;
  const text = source.replace(escapePattern, (whole, mark, short, long, letter) => {
    if (mark !== undefined) return `${mark}{`;
    const point: string | undefined = short ?? long;
    const result = point === undefined ? escapes[letter] : character(point);
    if (result === undefined) sound = false;
    return result ?? whole;
  });
  return sound ? text : undefined;
}

const escapePattern = /(\$|%)\1\{|\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]?))/g;

function character(hexadecimal: string): string | undefined {
  const point = Number.parseInt(hexadecimal, 16);
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return undefined;
  return String.fromCodePoint(point);
}
