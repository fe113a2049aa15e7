import { type ExprId, exprOf, literalText } from '../module.ts';
import { type Identity, identityOf } from './identity.ts';
import { callOf, followed, libraryFunction, type Reading } from './names.ts';

/** A value that is looked up by identity in a table written out in the same file. */
export interface Dispatch {
  readonly identity: Identity;
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
      return selection(reading, expr, expr.kind === 'select' && expr.otherwise === undefined);
    case 'apply': {
      const { callee, arguments: given } = callOf(reading.module, id);
      const [first, second] = given;
      if (first === undefined || second === undefined || given.length > 2) return undefined;
      const name = libraryFunction(reading, callee);
      return name === 'getAttr' || name === 'hasAttr'
        ? dispatch(reading, { name: first, from: second, path: [], strict: name === 'getAttr' })
        : undefined;
    }
    default:
      return undefined;
  }
}

function selection(
  reading: Reading,
  { from, path }: { readonly from: ExprId; readonly path: readonly ExprId[] },
  strict: boolean,
): Dispatch | undefined {
  for (const [index, name] of path.entries()) {
    if (literalText(reading.module, name) !== undefined) continue;
    return dispatch(reading, { name, from, path: path.slice(0, index), strict });
  }
  return undefined;
}

function dispatch(
  reading: Reading,
  {
    name,
    from,
    path,
    strict,
  }: { name: ExprId; from: ExprId; path: readonly ExprId[]; strict: boolean },
): Dispatch | undefined {
  const identity = identityOf(reading, name);
  if (identity?.subject !== 'host') return undefined;
  const table = tableAt(reading, from, { path });
  const keys = table === undefined ? [] : keysOf(reading, table);
  if (table === undefined || keys.length === 0) return undefined;
  return { identity, table, keys, strict };
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
