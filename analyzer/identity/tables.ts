import { type ExprId, exprOf, literalText } from '../syntax/module.ts';
import { type Identity, identityOf } from './identity.ts';
import { callOf, followed, libraryFunction, type Reading } from './names.ts';

/** A value that is looked up by identity in a table written out in the same file. */
export interface Dispatch {
  readonly identity: Identity;
  /** The lookup; only its name where the table itself stands before it, for that may be long. */
  readonly at: ExprId;
  readonly table: ExprId;
  /** Whether the program fails for an identity that is not in the table. */
  readonly strict: boolean;
  readonly keys: readonly { readonly name: string; readonly site: ExprId }[];
}

/** `{ a = 1; }.${identity}`, `table ? ${identity}`, `getAttr identity table` and their kin. */
export function dispatchAt(reading: Reading, id: ExprId): Dispatch | undefined {
  const expr = exprOf(reading.module, id);
  switch (expr.kind) {
    case 'select':
    case 'has-attribute':
      return selection(reading, id, expr);
    case 'apply': {
      const { callee, arguments: given } = callOf(reading.module, id);
      const [first, second] = given;
      if (first === undefined || second === undefined || given.length > 2) return undefined;
      const name = libraryFunction(reading, callee);
      return name === 'getAttr' || name === 'hasAttr'
        ? dispatch(reading, { whole: id, name: first, from: second, path: [] })
        : undefined;
    }
    default:
      return undefined;
  }
}

function selection(
  reading: Reading,
  whole: ExprId,
  { from, path }: { readonly from: ExprId; readonly path: readonly ExprId[] },
): Dispatch | undefined {
  for (const [index, name] of path.entries()) {
    if (literalText(reading.module, name) !== undefined) continue;
    return dispatch(reading, { whole, name, from, path: path.slice(0, index) });
  }
  return undefined;
}

interface Lookup {
  readonly whole: ExprId;
  readonly name: ExprId;
  /** The table is at `from.path`. */
  readonly from: ExprId;
  readonly path: readonly ExprId[];
}

function dispatch(reading: Reading, { whole, name, from, path }: Lookup): Dispatch | undefined {
  const identity = identityOf(reading, name);
  if (identity?.subject !== 'host') return undefined;
  const table = tableAt(reading, from, { path });
  const keys = table === undefined ? [] : keysOf(reading, table);
  if (table === undefined || keys.length === 0) return undefined;
  const at = exprOf(reading.module, from).kind === 'attrs' ? name : whole;
  return { identity, at, table, keys, strict: isStrict(reading, whole) };
}

/** A select fails without its `or`, and `getAttr` always does; the others ask whether the key is there. */
function isStrict(reading: Reading, lookup: ExprId): boolean {
  const expr = exprOf(reading.module, lookup);
  if (expr.kind === 'select') return expr.otherwise === undefined;
  return libraryFunction(reading, callOf(reading.module, lookup).callee) === 'getAttr';
}

/** The set written out at `from.path`, through names of this file. */
function tableAt(
  reading: Reading,
  from: ExprId,
  { path, depth = 0 }: { path: readonly ExprId[]; depth?: number },
): ExprId | undefined {
  let current: ExprId | undefined = opened(reading, from, depth);
  for (const step of path) {
    const name = literalText(reading.module, step);
    const set = current === undefined ? undefined : exprOf(reading.module, current);
    if (set?.kind !== 'attrs') return undefined;
    const binding = set.bindings.find((each) => literalText(reading.module, each.name) === name);
    current = binding && opened(reading, binding.value, depth + 1);
  }
  if (current === undefined) return undefined;
  return exprOf(reading.module, current).kind === 'attrs' ? current : undefined;
}

/** Aliases followed, and selections from sets that are written out in this file. */
function opened(reading: Reading, id: ExprId, depth: number): ExprId | undefined {
  const value = followed(reading, id);
  const expr = exprOf(reading.module, value);
  if (expr.kind !== 'select' || depth > 5) return value;
  const from = opened(reading, expr.from, depth + 1);
  return from === undefined
    ? undefined
    : tableAt(reading, from, { path: expr.path, depth: depth + 1 });
}

function keysOf(reading: Reading, table: ExprId): { name: string; site: ExprId }[] {
  const set = exprOf(reading.module, table);
  if (set.kind !== 'attrs') return [];
  return set.bindings.flatMap((binding) => {
    const name = literalText(reading.module, binding.name);
    return name === undefined ? [] : [{ name, site: binding.name }];
  });
}
