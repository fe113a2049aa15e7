import type { Cell } from '../facts/cell.ts';
import type { IdentityCheckRow } from '../facts/identity.ts';
import { type Expr, type ExprId, exprOf, type StringPart } from '../syntax/module.ts';
import { type Identity, identityOf } from './identity.ts';
import {
  boundAs,
  callAround,
  callOf,
  followed,
  isBound,
  libraryFunction,
  pathsOf,
  type Reading,
} from './names.ts';

/** A file of the repository whose name holds an identity. */
export interface IdentityPath {
  readonly identity: Identity;
  readonly use: NonNullable<IdentityCheckRow['use']>;
  /** Relative to the file that names it, with `{}` where the identity stands. */
  readonly path: Cell<string>;
}

/** `./hosts/${identity}.nix`, `./. + "/${identity}"`, `"${self}/hosts/${identity}"`. */
export function identityPathAt(reading: Reading, id: ExprId): IdentityPath | undefined {
  if (isLiteral(exprOf(reading.module, id)) || isPartOfPath(reading, id)) return undefined;
  const pieces = piecesOf(reading, id, { steps: 100 });
  const identity = pieces.find((piece) => piece.kind === 'identity')?.identity;
  if (identity?.subject !== 'host') return undefined;
  const [first] = pieces;
  const text = pieces.map(textOfPiece).join('');
  const use = useOf(reading, id);
  const ofRepository = first?.kind === 'here' || first?.kind === 'flake';
  if (!ofRepository && (use === undefined || use === 'file' || !text.includes('/')))
    return undefined;
  const path = pathCell(pieces, text);
  return { identity, use: use ?? (text.endsWith('.nix') ? 'import' : 'file'), path };
}

/** A text or path in which nothing stands for anything else, as nearly all are. */
function isLiteral(expr: Expr): boolean {
  if (expr.kind !== 'string' && expr.kind !== 'path') return false;
  return expr.parts.every((part) => typeof part === 'string');
}

/** A path while it is put together. */
type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'identity'; readonly identity: Identity }
  /** What follows begins at the directory of this file, or at the root of the flake. */
  | { readonly kind: 'here' }
  | { readonly kind: 'flake' }
  | { readonly kind: 'unknown' };

function textOfPiece(piece: Piece): string {
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'identity':
      return '{}';
    case 'here':
    case 'flake':
    case 'unknown':
      return '';
  }
}

function pathCell(pieces: readonly Piece[], text: string): Cell<string> {
  if (pieces[0]?.kind === 'flake') return { undecided: 'the path begins at the root of the flake' };
  const changed = pieces.some((piece) => piece.kind === 'identity' && piece.identity.case);
  if (changed || pieces[0]?.kind !== 'here' || pieces.some((piece) => piece.kind === 'unknown'))
    return { undecided: 'other parts of the path are not literal' };
  return text;
}

/** Whether a larger expression makes a path out of this one. */
function isPartOfPath(reading: Reading, id: ExprId): boolean {
  const parent = reading.scopes.parent(id);
  const around = parent === undefined ? undefined : exprOf(reading.module, parent);
  if (around?.kind === 'binary') return around.operator === '+';
  return around?.kind === 'string' || around?.kind === 'path';
}

/** How many more expressions one path may be made of; names can make short texts very long. */
interface Budget {
  steps: number;
}

const unknown: readonly Piece[] = [{ kind: 'unknown' }];

function piecesOf(reading: Reading, id: ExprId, budget: Budget): readonly Piece[] {
  if (budget.steps-- <= 0) return unknown;
  const expr = exprOf(reading.module, id);
  switch (expr.kind) {
    case 'path': {
      const start: readonly Piece[] = expr.root === 'relative' ? [{ kind: 'here' }] : unknown;
      return [...start, ...piecesOfParts(reading, expr.parts, budget)];
    }
    case 'string':
      return piecesOfParts(reading, expr.parts, budget);
    case 'binary':
      if (expr.operator !== '+') return unknown;
      return [expr.left, expr.right].flatMap((side) => piecesOf(reading, side, budget));
    case 'variable':
    case 'select':
    case 'apply':
      return piecesOfNamed(reading, id, budget);
    default:
      return unknown;
  }
}

function piecesOfParts(
  reading: Reading,
  parts: readonly StringPart[],
  budget: Budget,
): readonly Piece[] {
  return parts.flatMap((part): readonly Piece[] =>
    typeof part === 'string' ? [{ kind: 'text', text: part }] : piecesOf(reading, part, budget),
  );
}

function piecesOfNamed(reading: Reading, id: ExprId, budget: Budget): readonly Piece[] {
  const identity = identityOf(reading, id);
  if (identity) return [{ kind: 'identity', identity }];
  if (isFlakeRoot(reading, id)) return [{ kind: 'flake' }];
  const value = followed(reading, id);
  const { callee, arguments: given } = callOf(reading.module, value);
  const [only] = given;
  if (only !== undefined && given.length === 1 && libraryFunction(reading, callee) === 'toString')
    return piecesOf(reading, only, budget);
  return value !== id && isText(reading, value) ? piecesOf(reading, value, budget) : unknown;
}

function isText(reading: Reading, id: ExprId): boolean {
  const { kind } = exprOf(reading.module, id);
  return kind === 'string' || kind === 'path' || kind === 'binary';
}

function isFlakeRoot(reading: Reading, id: ExprId): boolean {
  return pathsOf(reading, id).some(({ binder, names }) => {
    if (binder === undefined || isBound(binder)) return false;
    return /^(self|inputs\.self|flake\.self|self'|outputs\.self)(\.outPath)?$/.test(
      names.join('.'),
    );
  });
}

/** What becomes of a path: the strongest of its uses, `undefined` when none is known. */
function useOf(reading: Reading, id: ExprId, depth = 0): IdentityPath['use'] | undefined {
  if (depth > 20) return undefined;
  const parent = reading.scopes.parent(id);
  const around = parent === undefined ? undefined : exprOf(reading.module, parent);
  if (parent === undefined || around === undefined) return undefined;
  switch (around.kind) {
    case 'apply':
      return around.argument === id ? useInCall(reading, id, depth) : undefined;
    case 'list':
    case 'if':
      return useOf(reading, parent, depth + 1);
    case 'binary':
      return around.operator === '++' ? useOf(reading, parent, depth + 1) : undefined;
    case 'let':
    case 'with':
      if (around.body === id) return useOf(reading, parent, depth + 1);
      return useOfBound(reading, id, depth);
    case 'attrs':
      return imports.has(boundAs(reading, id) ?? '') ? 'import' : 'file';
    default:
      return undefined;
  }
}

const imports = new Set(['imports', 'modules', 'sharedModules', 'extraModules']);
const conditional = new Set(['optional', 'optionals', 'mkIf', 'mkMerge', 'singleton', 'flatten']);

function useInCall(reading: Reading, id: ExprId, depth: number): IdentityPath['use'] | undefined {
  const call = callAround(reading, id);
  if (call === undefined) return undefined;
  const name = libraryFunction(reading, callOf(reading.module, call).callee);
  if (name === 'import' || name === 'scopedImport' || name === 'callPackage') return 'import';
  if (name === 'pathExists') return 'exists';
  return conditional.has(name ?? '') ? useOf(reading, call, depth + 1) : 'file';
}

function useOfBound(
  reading: Reading,
  value: ExprId,
  depth: number,
): IdentityPath['use'] | undefined {
  const binder = reading.scopes.binders.find((each) => isBound(each) && each.value === value);
  const uses = binder === undefined ? [] : reading.scopes.uses(binder);
  const found = uses.map((use) => useOf(reading, use, depth + 1));
  return strongest.find((use) => found.includes(use));
}

const strongest = ['import', 'exists', 'file'] as const;
