import { parse } from 'acorn';
import { dataFormatOf, readData } from '#analyzer/data/read.ts';
import type { Trial } from './trial.ts';

/** Whether the changed file is still in its language. */
export function parses({ mutant, snapshot }: Trial): boolean {
  const { file, text } = mutant;
  if (text === undefined) return true;
  const format = dataFormatOf(file);
  if (format) return readData(text, format).problems.length === 0;
  if (file.endsWith('.rules')) return isScript(text);
  return (snapshot.analysis(file)?.tree.errors.length ?? 0) === 0;
}

function isScript(text: string): boolean {
  try {
    parse(text, { ecmaVersion: 'latest' });
    return true;
  } catch {
    return false;
  }
}
