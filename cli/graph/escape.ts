import { printable } from '../format/printable.ts';

const entities: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const loneHalf = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text for the inside of XML and HTML, also of attributes. Controls and halves of characters are shown, not kept. */
export function escaped(text: string): string {
  return printable(text.replace(loneHalf, '\ufffd')).replace(
    /[&<>"']/g,
    (character) => entities[character] ?? '',
  );
}
