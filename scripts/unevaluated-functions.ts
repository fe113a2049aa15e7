import type { Attributes, Value } from '#analyzer/evaluate/value.ts';
import { evaluateText } from '../test/support/evaluate.ts';

/** The functions of Nix and of `lib` that are known by name only, as a page of the documentation. */
export function unevaluatedPage(): string {
  const namespaces = [
    ['builtins', evaluateText('builtins')] as const,
    ...namespacesOf(evaluateText('lib: lib')),
  ];
  const sections = namespaces.flatMap(([name, set]) => {
    const names = unevaluatedIn(set);
    return names.length === 0 ? [] : [`## ${name}\n\n${names.map(quoted).join(', ')}\n`];
  });
  return `# Functions that are not evaluated\n\n${introduction}\n\n${sections.join('\n')}`;
}

const introduction = `Generated from the evaluator; \`npm run generate\` writes it.

What these give is unknown, with the name of the function as the reason.
Functions whose result depends on where they are evaluated are in [limits.md](limits.md).`;

function namespacesOf(lib: Value): readonly (readonly [string, Value])[] {
  if (lib.kind !== 'attrs') return [];
  const below = lib.names().flatMap((name): (readonly [string, Value])[] => {
    const value = lib.get(name)?.value.force();
    return value?.kind === 'attrs' && value.listed ? [[`lib.${name}`, value]] : [];
  });
  return [['lib', lib], ...below];
}

function unevaluatedIn(set: Value): readonly string[] {
  if (set.kind !== 'attrs') return [];
  return set.names().filter((name) => isUnevaluated(set, name));
}

function isUnevaluated(set: Attributes, name: string): boolean {
  const value = set.get(name)?.value.force();
  return value?.kind === 'unknown' && value.reason.kind === 'unsupported';
}

function quoted(name: string): string {
  return `\`${name}\``;
}
