import { compile } from '../builtins/regular-expression.ts';
import { findMatch } from '../builtins/regular-expression-run.ts';
import type { IdentityCheckRow } from '../facts/identity.ts';

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

/** Whether Nix's own regular expressions match; not told of letters that are not single bytes. */
function matches(pattern: string, name: string): boolean | undefined {
  const program = /^\p{ASCII}*$/u.test(pattern + name) ? compile(pattern) : undefined;
  const match = program && findMatch({ program, text: name, demand: 'whole' }, 0);
  if (program === undefined || match === 'budget') return undefined;
  return match?.[0] === 0;
}
