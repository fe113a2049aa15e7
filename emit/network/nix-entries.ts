import { bindingsOf } from '#analyzer/edit/attribute-set.ts';
import { commentStart } from '#analyzer/edit/insertion.ts';
import { bindingPath } from '#analyzer/syntax/option-path.ts';
import { parse } from '#parser/parse.ts';
import { type Node, root } from '#parser/tree.ts';

/** The entries of a set in a module by their names, as they are written and without their indent. */
export function entriesIn(text: string, path: readonly string[]): ReadonlyMap<string, string> {
  const isModule = text.trim().startsWith('{') && parse(text, 'nix').errors.length === 0;
  const source = isModule ? text : `{\n${text}\n}`;
  const set = root(parse(source, 'nix')).child('expression');
  const entries = new Map<string, string>();
  for (const [name, binding] of set ? bindingsBelow(set, isModule ? path : []) : []) {
    const before = entries.get(name);
    const own = writtenBinding(source, binding);
    entries.set(name, before === undefined ? own : `${before}\n${own}`);
  }
  return entries;
}

/** The bindings whose next name is that of an entry, however the path to them is written. */
function bindingsBelow(set: Node, path: readonly string[]): readonly [string, Node][] {
  return bindingsOf(set).flatMap((binding): readonly [string, Node][] => {
    const names = binding.kind === 'binding' ? bindingPath(binding) : [];
    const common = names.slice(0, path.length);
    if (!common.every((name, index) => name === path[index])) return [];
    const entry = names[path.length];
    if (entry !== undefined) return [[entry, binding]];
    const value = binding.child('expression');
    return value ? bindingsBelow(value, path.slice(names.length)) : [];
  });
}

function writtenBinding(text: string, binding: Node): string {
  const lineStart = text.lastIndexOf('\n', binding.start - 1) + 1;
  const indent = binding.start - lineStart;
  const lines = text.slice(commentStart(text, lineStart), binding.end).split('\n');
  return lines.map((line) => line.replace(new RegExp(`^ {0,${indent}}`), '')).join('\n');
}
