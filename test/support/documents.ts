import { readFileSync } from 'node:fs';

/** The texts of the code blocks of a language in a document, in their order. */
export function codeBlocks(file: string, language: string): readonly string[] {
  const blocks = readFileSync(file, 'utf8').matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm);
  return [...blocks].flatMap(([, name, text = '']) => (name === language ? [text] : []));
}
