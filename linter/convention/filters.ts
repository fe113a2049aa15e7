/** Ways to write a text differently, by the names that conventions use: `{database | upper | snake}`. */
export const filters: { readonly [name: string]: (text: string) => string } = {
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  snake: (text) => words(text).join('_'),
  kebab: (text) => words(text).join('-'),
  basename: (text) => text.slice(text.lastIndexOf('/') + 1),
  dirname: (text) => text.slice(0, Math.max(0, text.lastIndexOf('/'))),
  stem: (text) => text.slice(text.lastIndexOf('/') + 1).replace(/(?!^)\.[^.]*$/, ''),
  'last-segment': (text) => text.split(/[/.]/).at(-1) ?? '',
  'first-segment': (text) => text.split(/[/.]/)[0] ?? '',
};

/** The words of a name, whether hyphens, underscores, dots, slashes or humps part them; their case stays. */
function words(text: string): string[] {
  return text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '');
}
