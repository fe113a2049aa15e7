import { type TomlPath, tomlCursor } from './toml-cursor.ts';

/**
 * The text that a key has in the table at a path. It is looked for without
 * reading the whole, so that it is found in a broken text as well.
 */
export function siblingValue(text: string, path: TomlPath, key: string): string | undefined {
  const pattern = new RegExp(`(?<![\\w-])${key}\\s*=\\s*(["'])([\\w-]*)\\1`, 'g');
  for (const match of text.matchAll(pattern)) {
    const found = tomlCursor(text, match.index + 1);
    if (found.kind === 'key' && JSON.stringify(found.path) === JSON.stringify(path)) {
      return match[2];
    }
  }
  return undefined;
}
