import type { IdentityCheckRow } from '../facts.ts';

/**
 * Whether a name is one that the check asks for, its negation left aside;
 * `undefined` when that cannot be told.
 */
export function asksFor(
  { operator, literals, case: changed }: Pick<IdentityCheckRow, 'operator' | 'literals' | 'case'>,
  hostName: string,
): boolean | undefined {
  const name = inCase(hostName, changed);
  switch (operator) {
    case 'equal':
    case 'select':
      return literals.includes(name);
    case 'prefix':
      return literals.some((literal) => name.startsWith(literal));
    case 'suffix':
      return literals.some((literal) => name.endsWith(literal));
    case 'infix':
      return literals.some((literal) => name.includes(literal));
    case 'match':
      return literals.length === 1 ? matches(literals[0] ?? '', name) : undefined;
    case 'path':
      return undefined;
  }
}

function inCase(name: string, changed: IdentityCheckRow['case']): string {
  switch (changed) {
    case 'lower':
      return name.toLowerCase();
    case 'upper':
      return name.toUpperCase();
    case undefined:
      return name;
  }
}

/** Only patterns that POSIX and JavaScript read alike are tried: no classes, no back references. */
function matches(pattern: string, name: string): boolean | undefined {
  if (!/^(?:[\w.*+?|-]|\[[\w-]+\]|\((?!\?)|\))+$/.test(pattern)) return undefined;
  if (/[*+?|(]{2}|^[*+?|]|\([*+?|)]|[|]\)|[*+?]{2}/.test(pattern)) return undefined;
  let depth = 0;
  for (const letter of pattern) {
    if (letter === '(') depth++;
    if (letter === ')' && --depth < 0) return undefined;
  }
  return depth === 0 ? new RegExp(`^(?:${pattern})$`).test(name) : undefined;
}
