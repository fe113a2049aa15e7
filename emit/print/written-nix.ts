import { bindingsOf } from '#analyzer/edit/attribute-set.ts';
import { moduleBody } from '#analyzer/edit/module-body.ts';
import { bindingPath, wrappedSet } from '#analyzer/syntax/option-path.ts';
import type { Node } from '#parser/tree.ts';
import { NixCode, type NixData } from './nix.ts';

/** What a set says, as it is written. */
export type WrittenSet = { readonly [attribute: string]: NixData };

/**
 * The sets that a text of Nix has below an option, by their names, with their
 * values as they are written. The text is a module; for the empty option it is
 * what stands between the braces of one.
 */
export function writtenSets(
  text: string | undefined,
  option: readonly string[],
): ReadonlyMap<string, WrittenSet> {
  const found = new Map<string, WrittenSet>();
  for (const { path, value } of writtenBelow(text, option)) {
    const [name, ...attribute] = path;
    if (name === undefined) continue;
    const set = found.get(name) ?? {};
    found.set(name, attribute.length === 0 ? set : withValue(set, attribute, value));
  }
  return found;
}

/** A set as it is written, with what it does not say before that. */
export function withDefaults(set: WrittenSet, defaults: WrittenSet): WrittenSet {
  const missing = Object.entries(defaults).filter(([name]) => !(name in set));
  return { ...Object.fromEntries(missing), ...set };
}

/** The texts that stand between the brackets of a list. */
export function writtenTexts(text: string | undefined): readonly string[] {
  return [...(text ?? '').matchAll(/"([^"\\$\n]*)"/g)].map(([, name = '']) => name);
}

interface WrittenValue {
  readonly path: readonly string[];
  readonly value: NixCode;
}

function writtenBelow(text: string | undefined, option: readonly string[]): WrittenValue[] {
  const body = text === undefined ? undefined : moduleBody(option.length > 0 ? text : braced(text));
  return body === undefined ? [] : valuesIn(body, option);
}

function braced(text: string): string {
  return `{\n${text}\n}`;
}

/** Every value below the option; names that are computed, and what is inherited, are passed over. */
function valuesIn(set: Node, option: readonly string[]): WrittenValue[] {
  return bindingsOf(set).flatMap((binding) => {
    const names = binding.kind === 'binding' ? bindingPath(binding) : [undefined];
    const path = names.flatMap((name) => name ?? []);
    const value = binding.child('expression');
    const common = Math.min(path.length, option.length);
    const isMeant = option.slice(0, common).every((name, index) => name === path[index]);
    if (!value || path.length < names.length || !isMeant) return [];
    const [rest, below] = [option.slice(common), path.slice(common)];
    const inner = wrappedSet(value);
    const isSet = inner !== undefined && inner.id === value.id;
    if (!isSet) return rest.length > 0 ? [] : [{ path: below, value: new NixCode(value.text) }];
    const values = valuesIn(inner, rest).map((each) => ({
      ...each,
      path: [...below, ...each.path],
    }));
    const isEmpty = bindingsOf(inner).length === 0 && rest.length === 0;
    return isEmpty ? [{ path: below, value: new NixCode(value.text) }] : values;
  });
}

function withValue(set: WrittenSet, path: readonly string[], value: NixCode): WrittenSet {
  const [name = '', ...rest] = path;
  const inner = set[name];
  const isSet = typeof inner === 'object' && inner !== null && !(inner instanceof NixCode);
  const below = isSet ? (inner as WrittenSet) : {};
  return { ...set, [name]: rest.length === 0 ? value : withValue(below, rest, value) };
}
