let segmenter: Intl.Segmenter | undefined;

/** Signs that newer versions of Unicode join to what is around them. */
const disputed = /[\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d\u{11000}-\u{11fff}]/u;

/**
 * The text as signs that people take for one, such as a letter with its
 * accents; undefined where versions of Unicode differ.
 */
export function clustersOf(text: string): readonly string[] | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is that of ASCII
  if (/^[\x00-\x7f]*$/.test(text)) return text.match(/\r\n|[\s\S]/g) ?? [];
  if (disputed.test(text)) return undefined;
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}
