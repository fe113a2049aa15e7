import { Field, Kind, kindNames } from '#parser/kinds.ts';
import { Node, type NodeId, type Tree } from '#parser/tree.ts';
import { isGlobal } from './globals.ts';
import { childIn, childrenIn } from './lowering.ts';
import { literalString } from './option-path.ts';

/** How many scopes around a place bind each name. */
export type NamesAround = ReadonlyMap<string, number>;

/** What rows are for names; most are nothing. */
const variable = 1;
const scope = 2;
const inherit = 3;
const roles = new Uint8Array(kindNames.length);
roles[Kind.variable_expression] = variable;
roles[Kind.let_expression] = scope;
roles[Kind.let_attrset_expression] = scope;
roles[Kind.rec_attrset_expression] = scope;
roles[Kind.function_expression] = scope;
roles[Kind.inherit] = inherit;

/** The names that `let`, `rec` and functions around a row bind. */
export function namesAround(tree: Tree, row: NodeId): NamesAround {
  const bound = new Map<string, number>();
  for (let at: number = row; at !== 0; ) {
    at = tree.parent[at] ?? 0;
    if (roles[tree.kind[at] ?? 0] === scope) add(bound, namesOf(tree, at), 1);
  }
  return bound;
}

/**
 * Shows the variables of a part of a tree that are neither bound in the text nor by
 * Nix, in its order and with the names around each, until the answer is no. The
 * names around the part are given.
 *
 * It says what `scope.ts` says, for who wants to know little of a long file: it
 * needs no module, and makes nothing for rows that have no part in it. Only where
 * `mergesRecursive` is true, the scopes are not where the text has them.
 */
export function eachFree(
  tree: Tree,
  { part, around }: { readonly part: NodeId; readonly around: NamesAround },
  see: See,
): void {
  const end = tree.after[part] ?? 0;
  const walk: Walk = { tree, see, bound: new Map(around), opened: [], next: end };
  for (let row: number = part; row < end; row++) {
    const role = roles[tree.kind[row] ?? 0];
    if (role !== 0 && !enter(walk, row as NodeId, role)) return;
  }
}

/** Says whether to go on. */
type See = (variable: NodeId, around: NamesAround) => boolean;

interface Walk {
  readonly tree: Tree;
  readonly see: See;
  readonly bound: Map<string, number>;
  /** The scopes around the row within the part. */
  readonly opened: { readonly names: readonly string[]; readonly end: number }[];
  /** Where the innermost scope ends. */
  next: number;
}

function enter(walk: Walk, row: NodeId, role: number | undefined): boolean {
  const { tree, bound, opened, see } = walk;
  while (walk.next <= row) {
    add(bound, opened.pop()?.names ?? [], -1);
    walk.next = opened.at(-1)?.end ?? tree.size;
  }
  if (role === variable) return !isFree(walk, textOf(tree, row), 0) || see(row, bound);
  if (role === inherit) return enterInherit(walk, row);
  const names = namesOf(tree, row);
  walk.next = tree.after[row] ?? 0;
  opened.push({ names, end: walk.next });
  add(bound, names, 1);
  return true;
}

/** What a `let` or a `rec` inherits comes from outside of it. */
function enterInherit(walk: Walk, row: NodeId): boolean {
  const { tree, bound, see } = walk;
  const owner = tree.parent[tree.parent[row] ?? 0] ?? 0;
  const own = roles[tree.kind[owner] ?? 0] === scope ? 1 : 0;
  return attrsInherited(tree, row).every((attr) => {
    const name = nameAt(tree, attr);
    return name === undefined || !isFree(walk, name, own) || see(attr, bound);
  });
}

function isFree({ bound }: Walk, name: string, own: number): boolean {
  return (bound.get(name) ?? 0) <= own && !isGlobal(name);
}

/**
 * Whether a set that is called `rec` may have parts elsewhere, which then see its
 * names: `a = rec { b = 1; }; a.c = b;`.
 */
export function mergesRecursive(tree: Tree): boolean {
  const { kind } = tree;
  const rec = Kind.rec_attrset_expression;
  for (let row = kind.indexOf(rec); row !== -1; row = kind.indexOf(rec, row + 1))
    if (mayBePart(tree, row)) return true;
  return false;
}

/** Whether what a set is bound to, or a set around it, begins like another binding beside it. */
function mayBePart(tree: Tree, set: number): boolean {
  const { kind, parent } = tree;
  let at = set;
  do {
    while (kind[parent[at] ?? 0] === Kind.parenthesized_expression) at = parent[at] ?? 0;
    const binding = parent[at] ?? 0;
    if (kind[binding] !== Kind.binding) return false;
    at = parent[parent[binding] ?? 0] ?? 0;
    const [attr] = attrsBoundBy(tree, binding);
    const name = attr && nameAt(tree, attr);
    if (namesOf(tree, at).filter((other) => other === name).length > 1) return true;
  } while (kind[at] === Kind.attrset_expression || kind[at] === Kind.rec_attrset_expression);
  return false;
}

function add(bound: Map<string, number>, names: readonly string[], count: number): void {
  for (const name of names) bound.set(name, (bound.get(name) ?? 0) + count);
}

/** The names that a set, a `let` or a function binds; twice what it binds in two parts. */
function namesOf(tree: Tree, owner: number): readonly string[] {
  if (tree.kind[owner] === Kind.function_expression) return parametersOf(tree, owner);
  const names: string[] = [];
  const { kind, after } = tree;
  const end = after[owner] ?? 0;
  let bindings = owner + 1;
  while (bindings < end && kind[bindings] !== Kind.binding_set) bindings = after[bindings] ?? end;
  if (bindings >= end) return names;
  for (const binding of childrenIn(tree, bindings, Field.binding)) {
    for (const attr of attrsBoundBy(tree, binding)) {
      const name = nameAt(tree, attr);
      if (name !== undefined) names.push(name);
    }
  }
  return names;
}

function parametersOf(tree: Tree, owner: number): readonly string[] {
  const names: string[] = [];
  const parameter = childIn(tree, owner, Field.universal);
  if (parameter !== 0) names.push(textOf(tree, parameter));
  const formals = childIn(tree, owner, Field.formals);
  if (formals === 0) return names;
  for (const formal of childrenIn(tree, formals, Field.formal))
    names.push(textOf(tree, childIn(tree, formal, Field.name)));
  return names;
}

/** The first name of a path, or all that are inherited. */
function attrsBoundBy(tree: Tree, binding: number): readonly NodeId[] {
  if (tree.kind[binding] !== Kind.binding) return attrsInherited(tree, binding);
  const first = childIn(tree, childIn(tree, binding, Field.attrpath), Field.attr);
  return first === 0 ? [] : [first];
}

function attrsInherited(tree: Tree, statement: number): readonly NodeId[] {
  const attrs = childIn(tree, statement, Field.attrs);
  return attrs === 0 ? [] : childrenIn(tree, attrs, Field.attr);
}

/** What an attribute is called; `undefined` where that is computed. */
function nameAt(tree: Tree, attr: NodeId): string | undefined {
  if (tree.kind[attr] === Kind.identifier) return textOf(tree, attr);
  let row = attr;
  while (tree.kind[row] === Kind.interpolation || tree.kind[row] === Kind.parenthesized_expression)
    row = childIn(tree, row, Field.expression);
  return literalString(new Node(tree, row));
}

function textOf({ text, start, end }: Tree, row: NodeId): string {
  return text.slice(start[row], end[row]);
}
