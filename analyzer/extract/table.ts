import { safeNumber } from '../evaluate/safe-number.ts';
import { describe, type Thunk, type Unknown, type Value } from '../evaluate/value.ts';
import type { Cell } from '../facts/cell.ts';
import type { Gap, Table } from '../facts/facts.ts';
import type { TableName, TableRows } from '../facts/tables.ts';
import { holds } from '../nixos/definitions.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Site } from '../site.ts';

/** A table while it is filled. */
export class TableBuilder<Name extends TableName> implements Table<Name> {
  readonly rows: TableRows[Name][] = [];
  readonly gaps: Gap<Name>[] = [];
  readonly #name: Name;
  readonly #seen = new Set<string>();

  constructor(name: Name) {
    this.#name = name;
  }

  add(row: TableRows[Name]): void {
    this.rows.push(row);
  }

  gap(known: Gap<Name>['known'], why: Unknown | string, at?: Site): void {
    const reason = typeof why === 'string' ? why : describe(why.reason);
    const place = at ?? (typeof why === 'string' ? undefined : why.at);
    const key = JSON.stringify([known, reason, place]);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.gaps.push({ table: this.#name, known, reason, at: place });
  }

  /** Notes everything that may define more at a path. */
  nodeGaps(known: Gap<Name>['known'], node: OptionNode): void {
    for (const gap of node.gaps) this.gap(known, gap);
  }
}

/** A set of things of one kind, for a table that has a row for each. */
export interface Members<Name extends TableName> {
  readonly node: OptionNode;
  /** What is one of them, in words. */
  readonly what: string;
  /** The columns that are certain of all of them, or of the one with this name. */
  readonly known: (name?: string) => Gap<Name>['known'];
  /** What may define anything on the machine, which is a gap of the whole table. */
  readonly outer?: Outer<Name>;
}

interface Outer<Name extends TableName> {
  readonly gaps: readonly Unknown[];
  readonly known: Gap<Name>['known'];
}

/** The attributes that are certainly there; the others are gaps. */
export function certainMembers<Name extends TableName>(
  table: TableBuilder<Name>,
  { node: set, what, known, outer }: Members<Name>,
): readonly { readonly name: string; readonly node: OptionNode; readonly at: Site | undefined }[] {
  if (set.definitions.length === 0 && set.gaps.length === 0) return [];
  for (const gap of set.gaps) table.gap(outer?.gaps.includes(gap) ? outer.known : known(), gap);
  return membersOf(set).flatMap(({ name, node, certain }) => {
    const at = nameSiteOf(node);
    if (certain) return [{ name, node, at }];
    table.gap(known(name), `the ${what} is there under a condition that is not known`, at);
    return [];
  });
}

/** One table out of several. */
export function joinedTable<Name extends TableName>(tables: readonly Table<Name>[]): Table<Name> {
  return {
    rows: joined(tables.map(({ rows }) => rows)),
    gaps: joined(tables.map(({ gaps }) => gaps)),
  };
}

/** Much quicker than `flatMap`, where the items are many and none is an array. */
function joined<Item extends object>(lists: readonly (readonly Item[])[]): readonly Item[] {
  return ([] as readonly Item[]).concat(...lists);
}

/** A table without what was needed to fill it. */
export function plain<Name extends TableName>({ rows, gaps }: Table<Name>): Table<Name> {
  return { rows, gaps };
}

/** The attributes of an option that are there, with those that only may be. */
export function membersOf(
  node: OptionNode,
): { readonly name: string; readonly node: OptionNode; readonly certain: boolean }[] {
  return node.possibleNames().flatMap((name) => {
    const child = node.child(name);
    const verdicts = child.definitions.map(holds);
    if (verdicts.every((verdict) => verdict === false)) return [];
    return [{ name, node: child, certain: verdicts.includes(true) }];
  });
}

/** Where an option is first written: the value, or the name when there is no value of its own. */
export function siteOf(node: OptionNode): Site | undefined {
  return node.definitions[0]?.content.site ?? node.definitions[0]?.at;
}

export function nameSiteOf(node: OptionNode): Site | undefined {
  return node.definitions[0]?.at ?? node.definitions[0]?.content.site;
}

/** A value as a cell; `undefined` for an option that upstream leaves at its default. */
function cellOf<T>(node: OptionNode, read: (value: Value) => T | undefined): Cell<T> {
  if (node.definitions.length === 0 && !node.isDeclared) {
    const gap = node.gaps[0];
    if (gap) return { undecided: describe(gap.reason) };
  }
  const { value } = node;
  if (value.kind === 'unknown')
    return value.reason.kind === 'undefined-option' &&
      node.definitions.every((definition) => holds(definition) === false)
      ? undefined
      : { undecided: describe(value.reason) };
  if (value.kind === 'failure') return { undecided: `fails: ${value.message}` };
  if (value.kind === 'null') return undefined;
  return read(value) ?? { undecided: 'has parts that are not known' };
}

export function stringCell(node: OptionNode): Cell<string> {
  return cellOf(node, (value) => (value.kind === 'string' ? value.value : undefined));
}

export function integerCell(node: OptionNode): Cell<number> {
  return cellOf(node, (value) => (value.kind === 'int' ? safeNumber(value.value) : undefined));
}

export function boolCell(node: OptionNode): Cell<boolean> {
  return cellOf(node, (value) => (value.kind === 'bool' ? value.value : undefined));
}

export function isTrue(node: OptionNode): boolean {
  const { value } = node;
  return value.kind === 'bool' && value.value;
}

/** The items of a list option, with why there may be more. */
export function itemsOf(node: OptionNode): {
  readonly items: readonly Thunk[];
  readonly open: Unknown | undefined;
} {
  const { value } = node;
  if (value.kind === 'list') return { items: value.items, open: value.open };
  if (value.kind === 'unknown' && value.reason.kind !== 'undefined-option')
    return { items: [], open: value };
  return { items: [], open: node.gaps[0] };
}

/** The known strings of a list option. */
export function stringsOf(node: OptionNode): readonly string[] {
  return itemsOf(node).items.flatMap((item) => {
    const value = item.force();
    return value.kind === 'string' ? [value.value] : [];
  });
}
