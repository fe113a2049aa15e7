import { bindingsOf, namesOf, plainName } from '#analyzer/edit/attribute-set.ts';
import { parse } from '#parser/parse.ts';
import { root } from '#parser/tree.ts';
import { keptBlock } from '../kept.ts';
import { NixCode, type NixData, nixBindings } from '../print/nix.ts';
import type { KeyHolder } from './agenix-keys.ts';

/** For whom one file is encrypted. */
export interface AgenixEntry {
  /** The file, seen from the rules. */
  readonly name: string;
  readonly machines: readonly KeyHolder[];
  readonly people: readonly KeyHolder[];
  readonly armor: boolean;
}

export interface AgenixText {
  readonly entries: readonly AgenixEntry[];
  readonly admins: readonly KeyHolder[];
  /** Lines that people keep among the keys, and among the rules. */
  readonly keptKeys: string;
  readonly keptRules: string;
  readonly compare: (a: string, b: string) => number;
}

/** What a name that people keep is bound to. */
export type KeptShape = 'text' | 'list' | 'other';

/** The names that lines of bindings bind, with the shape of their values. */
export function keptNames(lines: string | undefined): ReadonlyMap<string, KeptShape> {
  const tree = parse(`{\n${lines ?? ''}}`, 'nix');
  const set = [...root(tree).descendants()].find(({ kind }) => kind === 'attrset_expression');
  const found = (set === undefined ? [] : bindingsOf(set)).flatMap((binding) => {
    const kind = binding.child('expression')?.kind;
    const shape =
      kind === 'string_expression' ? 'text' : kind === 'list_expression' ? 'list' : 'other';
    return namesOf(binding).map((name): [string, KeptShape] => [name, shape]);
  });
  return new Map(found);
}

/** Rules of agenix as Nix: the keys by name, and the files with the names of those who open them. */
export function agenixText(text: AgenixText): string {
  const { entries, admins, keptKeys, keptRules } = text;
  const kept = keptNames(keptKeys);
  const machines = entries.flatMap((entry) => entry.machines);
  const people = [...admins, ...entries.flatMap((entry) => entry.people)];
  const sets = {
    ...bound('machines', machines, { ...text, kept }),
    ...bound('people', people, { ...text, kept }),
    ...(admins.length > 0
      ? { admins: listOf(admins.map((holder) => reference('people', holder, kept))) }
      : {}),
  };
  const rules = Object.fromEntries(
    entries.map((entry) => [entry.name, ruleOf(entry, { admins, kept })]),
  );
  const own = nixBindings(sets, '  ');
  const between = own === '' ? '' : '\n';
  const gap = entries.length > 0 ? '\n' : '';
  return `let\n${keptBlock('keys', keptKeys, '  ')}${between}${own}in\n{\n${nixBindings(rules, '  ')}${gap}${keptBlock('rules', keptRules, '  ')}}\n`;
}

interface Names {
  readonly kept: ReadonlyMap<string, KeptShape>;
  readonly compare: AgenixText['compare'];
}

/** A set of keys by name, without those that people keep. */
function bound(
  group: 'machines' | 'people',
  holders: readonly KeyHolder[],
  { kept, compare }: Names,
): { readonly [name: string]: NixData } {
  const all = new Map(holders.map((holder) => [holder.name, holder]));
  const names = [...all.keys()].filter((name) => !isKept(kept, name)).sort(compare);
  if (names.length === 0) return {};
  const entries = names.map((name): [string, NixData] => {
    const [first = '', ...more] = all.get(name)?.keys ?? [];
    return [name, more.length === 0 ? first : [first, ...more]];
  });
  return { [group]: Object.fromEntries(entries) };
}

/** How a holder is named, and whether that is a list. */
interface Reference {
  readonly text: string;
  readonly isList: boolean;
}

function reference(
  group: 'machines' | 'people',
  { name, keys }: KeyHolder,
  kept: Names['kept'],
): Reference {
  if (isKept(kept, name)) return { text: name, isList: kept.get(name) === 'list' };
  return { text: `${group}.${plainName(name)}`, isList: keys.length !== 1 };
}

function isKept(kept: Names['kept'], name: string): boolean {
  const shape = kept.get(name);
  return (shape === 'text' || shape === 'list') && plainName(name) === name;
}

function ruleOf(
  { machines, people, armor }: AgenixEntry,
  { admins, kept }: { readonly admins: readonly KeyHolder[]; readonly kept: Names['kept'] },
): { readonly [name: string]: NixData } {
  const isAdmin = new Set(admins.map(({ name }) => name));
  const own = [
    ...people
      .filter(({ name }) => !isAdmin.has(name))
      .map((holder) => reference('people', holder, kept)),
    ...machines.map((holder) => reference('machines', holder, kept)),
  ];
  const all = admins.length > 0 ? [{ text: 'admins', isList: true }, ...own] : own;
  return { publicKeys: listOf(all, '  '), ...(armor ? { armor } : {}) };
}

/** Names and lists of keys as one list. */
function listOf(references: readonly Reference[], indent = '  '): NixCode {
  const lists = references.filter(({ isList }) => isList).map(({ text }) => text);
  const single = references.filter(({ isList }) => !isList).map(({ text }) => text);
  const [only, ...more] = single;
  if (only === undefined) return new NixCode(lists.length === 0 ? '[ ]' : lists.join(' ++ '));
  const inner = `${indent}  `;
  const items =
    more.length === 0
      ? `[ ${only} ]`
      : `[\n${single.map((text) => `${inner}${text}\n`).join('')}${indent}]`;
  return new NixCode([...lists, items].join(' ++ '));
}
