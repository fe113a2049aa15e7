import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as assert from 'uvu/assert';

/** Asserts that the file holds the text. With `UPDATE=1` in the environment, makes it so. */
export function matchesFile(file: URL, text: string): void {
  if (process.env.UPDATE === '1') writeFileSync(file, text);
  const expected = existsSync(file) ? readFileSync(file, 'utf8') : '';
  assert.fixture(text, expected, `${file.pathname} is otherwise; UPDATE=1 rewrites it`);
}
