import { printable } from './printable.ts';

const entities: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Halves of characters, and the two units that no XML may hold. */
const forbidden =
  /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]/g;

/** Text for the inside of XML and HTML, also of attributes. Controls and halves of characters are shown, not kept. */
export function escaped(text: string): string {
  return printable(text.replace(forbidden, '\ufffd')).replace(
    /[&<>"']/g,
    (character) => entities[character] ?? '',
  );
}
