import type { Cell } from '../facts/cell.ts';
import { looksSecret, withoutCredentials } from './secret-looking.ts';

export type Variables = Cell<readonly (readonly [string, string])[]>;

/**
 * `NAME=value` for each variable; `NAME` alone where the name says that the
 * value is a secret, which is then kept out of every fact.
 */
export function assignments(variables: Variables): Cell<readonly string[]> {
  if (variables === undefined || 'undecided' in variables) return variables;
  return variables.map(([name, value]) =>
    looksSecret(name) ? name : `${name}=${withoutCredentials(value)}`,
  );
}

/** The variables of several sources; a later one wins over an earlier. */
export function joined(...sources: readonly Variables[]): Variables {
  const all = new Map<string, string>();
  for (const source of sources) {
    if (source === undefined) continue;
    if ('undecided' in source) return source;
    for (const [name, value] of source) all.set(name, value);
  }
  return [...all];
}

/** The variables in texts `NAME=value`, one each. */
export function variablesIn(texts: Cell<readonly string[]>): Variables {
  if (texts === undefined || 'undecided' in texts) return texts;
  return texts.map((text) => {
    const equals = text.indexOf('=');
    return equals === -1 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
  });
}

/**
 * The assignments in `Environment=` of a unit: words with quotation marks
 * around those that hold blanks, as systemd.exec(5) says.
 */
export function unitVariables(texts: Cell<readonly string[]>): Variables {
  if (texts === undefined || 'undecided' in texts) return texts;
  return variablesIn(texts.flatMap(quotedWords));
}

const word = /(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\\.|[^\s"'\\])+/g;
const segment = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|((?:\\.|[^"'\\])+)/g;

function quotedWords(text: string): string[] {
  return (text.match(word) ?? []).map((written) =>
    [...written.matchAll(segment)]
      .map(([, double, single, plain]) => double ?? single ?? plain ?? '')
      .join('')
      .replace(/\\(["'\\ ])/g, '$1'),
  );
}
