import type { Tree } from '#parser/tree.ts';
import type { FilePath } from '../diagnostic.ts';
import type { Cell } from '../facts/cell.ts';
import type { IdentityCheckRow } from '../facts/identity.ts';
import type { Site } from '../site.ts';
import { type ExprId, exprOf, type Module, type SourceMap } from '../syntax/module.ts';
import { isAsserting } from './asserting.ts';
import { conditionAt, isTurned } from './conditions.ts';
import { guardedBy } from './guards.ts';
import type { Identity } from './identity.ts';
import { type Reading, readingOf } from './names.ts';
import { identityPathAt } from './paths.ts';
import { isPerhapsRead } from './perhaps-read.ts';
import { dispatchAt } from './tables.ts';

/**
 * Every place of a file that decides by the identity of a machine, in the order of the text.
 *
 * Displaying or setting an identity, and comparing it with a value that is not
 * written in the file, is no such place.
 */
export function identityChecks(
  file: FilePath,
  analysis: { readonly module: Module; readonly sourceMap: SourceMap; readonly tree: Tree },
): IdentityCheckRow[] {
  const { tree } = analysis;
  if (!mayNameHost(tree.text) && !mayCompareSettings(tree.text)) return [];
  // Lowering is put off until here: most files never need it.
  const { module, sourceMap } = analysis;
  const reading = readingOf(module);
  const file_: Place = { file, reading, sourceMap, tree };
  const found = module.exprs.flatMap((_, id) => decisionAt(file_, id as ExprId) ?? []);
  const startOf = (row: IdentityCheckRow): number =>
    tree.start[sourceMap.nodes[row.at.expr] ?? 0] ?? 0;
  return found.toSorted((a, b) => startOf(a) - startOf(b));
}

/** A host name is an option, a setting or a parameter; few files that have the word have one of these. */
function mayNameHost(text: string): boolean {
  if (!/host[nN]ame/.test(text)) return false;
  return /networking|systemSettings/.test(text) || /\bhost[nN]ame\s*[,:?}]/.test(text);
}

/** Profiles and users are looked for in conditions only; most files that mention settings have none. */
function mayCompareSettings(text: string): boolean {
  if (!/(system|user)Settings/.test(text) || !/[pP]rofile|username/.test(text)) return false;
  return /[=!]=|has(Prefix|Suffix|Infix)|match|elem|any|all/.test(text);
}

interface Place {
  readonly file: FilePath;
  readonly reading: Reading;
  readonly sourceMap: SourceMap;
  readonly tree: Tree;
}

/** What `assertions` and `warnings` ask decides nothing; a file that they read has to be there all the same. */
function decisionAt(place: Place, id: ExprId): IdentityCheckRow | undefined {
  const row = rowAt(place, id);
  const mayAssert = row !== undefined && (row.form !== 'path' || row.use === 'exists');
  return mayAssert && isAsserting(place.reading, id) ? undefined : row;
}

function rowAt(place: Place, id: ExprId): IdentityCheckRow | undefined {
  const { module, scopes } = place.reading;
  if (id !== module.root && scopes.parent(id) === undefined) return undefined;
  switch (exprOf(module, id).kind) {
    case 'apply':
    case 'binary':
      return conditionRow(place, id) ?? dispatchRow(place, id) ?? pathRow(place, id);
    case 'select':
    case 'has-attribute':
      return dispatchRow(place, id);
    case 'path':
    case 'string':
      return pathRow(place, id);
    default:
      return undefined;
  }
}

function conditionRow(place: Place, id: ExprId): IdentityCheckRow | undefined {
  const condition = conditionAt(place.reading, id);
  if (condition === undefined) return undefined;
  const { form, identity, literals, operator, wanted } = condition;
  return {
    ...commonColumns(place, id, identity),
    form: identity.subject === 'host' ? form : 'profile',
    literals,
    operator,
    negated: condition.negated !== isTurned(place.reading, id),
    use: undefined,
    path: undefined,
    places: placesOf(place, { identity: identity.expr, wanted }),
  };
}

function dispatchRow(place: Place, id: ExprId): IdentityCheckRow | undefined {
  const dispatch = dispatchAt(place.reading, id);
  if (dispatch === undefined) return undefined;
  const { identity, at, keys, table } = dispatch;
  const keyPlaces = Object.fromEntries(keys.map(({ name, site }) => [`key ${name}`, site]));
  return {
    ...commonColumns(place, at, identity),
    form: 'dispatch',
    literals: keys.map(({ name }) => name),
    operator: 'select',
    negated: false,
    fallback: !dispatch.strict,
    use: undefined,
    path: undefined,
    places: placesOf(place, { identity: identity.expr, table, ...keyPlaces }),
  };
}

function pathRow(place: Place, id: ExprId): IdentityCheckRow | undefined {
  const found = identityPathAt(place.reading, id);
  if (found === undefined) return undefined;
  const guarded = found.use === 'exists' ? guardedBy(place.reading, id) : undefined;
  const guard = guarded === undefined ? {} : { guarded };
  return {
    ...commonColumns(place, id, found.identity),
    form: 'path',
    literals: [],
    operator: 'path',
    negated: false,
    use: found.use,
    perhaps: isPerhapsRead(place.reading, id),
    path: workspacePath(place.file, found.path),
    places: placesOf(place, { identity: found.identity.expr, ...guard }),
  };
}

function commonColumns(place: Place, id: ExprId, identity: Identity) {
  return {
    at: { file: place.file, expr: id },
    file: place.file,
    subject: identity.subject,
    identity: writtenAt(place, identity.expr),
    certain: identity.certain,
    case: identity.case,
    fallback: false,
    perhaps: false,
    composes: identity.composes,
  } as const;
}

function placesOf(
  { file }: Place,
  sites: { readonly [column: string]: ExprId },
): { [column: string]: Site } {
  return Object.fromEntries(
    Object.entries(sites).map(([column, expr]) => [column, { file, expr }]),
  );
}

/** The identity as written, without what stands in for it when it is not set. */
function writtenAt({ reading, tree, sourceMap }: Place, id: ExprId): string {
  const expr = exprOf(reading.module, id);
  const last = expr.kind === 'select' ? expr.path.at(-1) : undefined;
  const node = sourceMap.nodes[id] ?? 0;
  const end = tree.end[sourceMap.nodes[last ?? id] ?? 0];
  return tree.text.slice(tree.start[node], end).replace(/\s+/g, ' ');
}

/** Joins as Nix does: as text first, and only then without `.` and `..`. */
function workspacePath(file: FilePath, path: Cell<string>): Cell<string> {
  if (typeof path !== 'string') return path;
  const parts: string[] = [];
  for (const part of `${file.slice(0, file.lastIndexOf('/') + 1)}${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined)
      return { undecided: 'the path leads out of the repository' };
  }
  return parts.join('/');
}
