import { type CodeNotes, mostUncounted, namesSeen, unseen } from '../evaluate/code-notes.ts';
import { oncePer } from '../once-per.ts';
import { type Alignment, type Difference, plainBindings } from '../syntax/alignment.ts';
import { childrenOf } from '../syntax/children.ts';
import { type Expr, type ExprId, exprOf, type Module } from '../syntax/module.ts';

/**
 * Whether an evaluation that has looked at some expressions of a module takes
 * the same course in another one, and leaves the same expressions alone. What
 * it has looked at must be the same, and so must what evaluation reads of an
 * expression before its value is asked for: names, and what stands around them
 * in a selection. Bindings may come and go that nobody has asked for, in sets
 * that nobody has asked for all names, as long as no name means another thing.
 */
export function isUntouched(alignment: Alignment, notes: CodeNotes): boolean {
  const { evaluated } = notes;
  const { before, numbers, differences } = alignment;
  const reading = new Readings(before, notes);
  return (
    differences.every((difference) => isUnread(difference, { alignment, notes, reading })) &&
    evaluated.every((state, id) => state === unseen || numbers[id] !== -1)
  );
}

interface Read {
  readonly alignment: Alignment;
  readonly notes: CodeNotes;
  readonly reading: Readings;
}

function isUnread(difference: Difference, { alignment, notes, reading }: Read): boolean {
  const { evaluated, missed } = notes;
  if (difference.kind === 'expression') {
    const { before, after } = difference;
    if (evaluated[before] !== unseen) return false;
    const read = reading.of(before);
    if (read !== 'kind') return read === 'nothing';
    return ![exprOf(alignment.before, before), exprOf(alignment.after, after)].some(isReadAhead);
  }
  const { owner, added, counts, isScope } = difference;
  if (evaluated[owner] === unseen) return true;
  if (evaluated[owner] === namesSeen) return false;
  const [count, other] = counts;
  if (count <= mostUncounted !== other <= mostUncounted) return false;
  if (added.some((name) => missed.has(name))) return false;
  return !isScope || !reading.hasVariables(owner, new Set(added));
}

/** What is told by its kind before it is evaluated: names stay what they name, and selections share what they select from. */
function isReadAhead({ kind }: Expr): boolean {
  return kind === 'variable' || kind === 'select';
}

/** How much of an expression was read before its value was asked for: nothing, its kind, or what it says as a name. */
type Reading = 'nothing' | 'kind' | 'name';

/** What an evaluation has read of the expressions below those that it has looked at. */
class Readings {
  readonly #module: Module;
  readonly #evaluated: Uint8Array;

  constructor(module: Module, { evaluated }: CodeNotes) {
    this.#module = module;
    this.#evaluated = evaluated;
  }

  of(id: ExprId): Reading {
    const readings = (parentsIn(this.#module).get(id) ?? []).map((parent) =>
      this.#isRead(parent) ? this.#below(parent, id) : 'nothing',
    );
    if (readings.includes('name')) return 'name';
    return readings.includes('kind') ? 'kind' : 'nothing';
  }

  /** Whether some variable below an expression was read that has one of these names. */
  hasVariables(owner: ExprId, names: ReadonlySet<string>): boolean {
    const pending = new Set([owner]);
    for (const id of pending) {
      const expr = exprOf(this.#module, id);
      const isRead = expr.kind === 'variable' && names.has(expr.name);
      if (isRead && (this.#evaluated[id] !== unseen || this.of(id) !== 'nothing')) return true;
      for (const child of childrenOf(expr)) pending.add(child);
    }
    return false;
  }

  /** What a selection selects from may be looked at without the selection itself. */
  #isRead(id: ExprId): boolean {
    if (this.#evaluated[id] !== unseen) return true;
    return exprOf(this.#module, id).kind === 'select' && this.of(id) !== 'nothing';
  }

  #below(parent: ExprId, id: ExprId): Reading {
    const expr = exprOf(this.#module, parent);
    switch (expr.kind) {
      case 'let':
      case 'attrs': {
        if (expr.bindings.some(({ name }) => name === id)) return 'name';
        const isPlain = plainBindings(this.#module, expr) !== undefined;
        const binding = isPlain ? expr.bindings.find(({ value }) => value === id) : undefined;
        return binding && this.#evaluated[binding.name] === unseen ? 'nothing' : 'kind';
      }
      case 'lambda': {
        const isFormal = expr.formals?.formals.some(({ name }) => name === id) === true;
        return isFormal || expr.parameter === id ? 'name' : 'nothing';
      }
      case 'select':
      case 'has-attribute':
        return expr.path.includes(id) ? 'name' : 'kind';
      case 'missing':
      case 'integer':
      case 'float':
      case 'string':
      case 'path':
      case 'search-path':
      case 'variable':
      case 'apply':
      case 'with':
      case 'if':
      case 'assert':
      case 'binary':
      case 'not':
      case 'negate':
      case 'list':
        return 'kind';
    }
  }
}

/** A module is not quite a tree, so that an expression may stand below several others. */
const parentsIn = oncePer(({ exprs }: Module): ReadonlyMap<ExprId, readonly ExprId[]> => {
  const parents = new Map<ExprId, ExprId[]>();
  for (const [id, expr] of exprs.entries()) {
    for (const child of childrenOf(expr)) {
      const known = parents.get(child);
      if (known) known.push(id as ExprId);
      else parents.set(child, [id as ExprId]);
    }
  }
  return parents;
});
