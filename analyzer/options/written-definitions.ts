import { handingOn } from '../syntax/handing-on.ts';
import {
  type Binding,
  type Expr,
  type ExprId,
  exprOf,
  literalText,
  type Module,
} from '../syntax/module.ts';
import { resultsOf } from '../syntax/results.ts';
import type { OptionMention } from './mentions.ts';

/** Names of a module that are not options. */
const notOptions: ReadonlySet<string> = new Set([
  '_class',
  '_file',
  'disabledModules',
  'freeformType',
  'imports',
  'key',
  'meta',
]);

/** Deeper code than people write is not looked into. */
const deepest = 200;

type Kind = 'definition' | 'declaration';

/** The names in what the modules of a file define and declare, in the order in which they are met. */
export function definedPaths(module: Module): readonly OptionMention[] {
  const walk = new Walk(module);
  walk.moduleAt(module.root);
  module.exprs.forEach((expr, id) => {
    if (expr.kind === 'lambda' && isModuleFunction(expr)) walk.moduleAt(id as ExprId);
    if (expr.kind === 'attrs') walk.modulesListedIn(expr.bindings);
  });
  return walk.found;
}

/** Whether a function looks like a module: its pattern takes whatever else it is given. */
function isModuleFunction({ formals }: Extract<Expr, { kind: 'lambda' }>): boolean {
  return formals?.ellipsis === true;
}

/** Homes are modules of their own inside those of a machine, also where they are functions. */
function isHome(path: readonly string[]): boolean {
  return path.length === 3 && path[0] === 'home-manager' && path[1] === 'users';
}

interface OwnBindings {
  readonly owner: ExprId;
  readonly bindings: readonly Binding[];
}

class Walk {
  readonly found: OptionMention[] = [];
  readonly #module: Module;
  readonly #seen = new Set<ExprId>();
  #depth = 0;

  constructor(module: Module) {
    this.#module = module;
  }

  /** A module, as a function or as a set, through what may stand around the set. */
  moduleAt(id: ExprId, path: readonly string[] = []): void {
    const expr = exprOf(this.#module, id);
    if (expr.kind === 'lambda') {
      if (this.#isNew(id)) this.moduleAt(expr.body, path);
      return;
    }
    if (expr.kind !== 'attrs') {
      this.#inside(id, expr, (inner) => this.moduleAt(inner, path));
      return;
    }
    if (!this.#isNew(id)) return;
    this.#moduleSet(id, expr.bindings, path);
  }

  #moduleSet(owner: ExprId, bindings: readonly Binding[], path: readonly string[]): void {
    const names = new Map(bindings.map((binding) => [this.#nameOf(binding), binding]));
    if (names.has('outputs') && path.length === 0) return;
    if (!names.has('config') && !names.has('options')) {
      const options = bindings.filter((each) => !notOptions.has(this.#nameOf(each) ?? ''));
      this.#bindings({ owner, bindings: options }, path, 'definition');
      return;
    }
    const [config, options] = [names.get('config'), names.get('options')];
    if (config) this.#value(config.value, path, 'definition');
    if (options) this.#value(options.value, path, 'declaration');
  }

  /** Modules that are written where a list of modules is. */
  modulesListedIn(bindings: readonly Binding[]): void {
    for (const binding of bindings) {
      const name = this.#nameOf(binding);
      if (name !== 'modules' && name !== 'imports') continue;
      for (const item of this.#itemsOf(binding.value)) this.moduleAt(item);
    }
  }

  #itemsOf(id: ExprId): readonly ExprId[] {
    const expr = exprOf(this.#module, id);
    if (expr.kind === 'list') return expr.items;
    if (expr.kind !== 'binary' || expr.operator !== '++') return [];
    return [...this.#itemsOf(expr.left), ...this.#itemsOf(expr.right)];
  }

  #value(id: ExprId, path: readonly string[], kind: Kind): void {
    const expr = exprOf(this.#module, id);
    if (isHome(path) && (expr.kind === 'lambda' || expr.kind === 'attrs')) {
      this.moduleAt(id, path);
      return;
    }
    if (expr.kind === 'attrs') {
      if (this.#isNew(id)) this.#bindings({ owner: id, bindings: expr.bindings }, path, kind);
      return;
    }
    this.#inside(id, expr, (inner) => this.#value(inner, path, kind));
  }

  #bindings({ owner, bindings }: OwnBindings, path: readonly string[], kind: Kind): void {
    if (path.length > deepest) return;
    for (const binding of bindings) {
      const text = this.#nameOf(binding);
      if (text === undefined) continue;
      const own = [...path, text];
      const before = this.found.length;
      this.#value(binding.value, own, kind);
      const isLast = this.found.length === before;
      const { name, value } = binding;
      this.found.push({ kind, path: own, name, owner, isLast, value, ofMachine: false });
    }
  }

  /** What an expression hands on as it is, or under a condition. */
  #inside(id: ExprId, expr: Expr, look: (inner: ExprId) => void): void {
    if (this.#depth > deepest) return;
    this.#depth++;
    const results = expr.kind === 'apply' ? this.#handedOn(id) : resultsOf(expr);
    for (const inner of results) look(inner);
    this.#depth--;
  }

  /** What a call of a wrapper hands on: an argument, or the items of its list. */
  #handedOn(id: ExprId): readonly ExprId[] {
    const given: ExprId[] = [];
    let head = exprOf(this.#module, id);
    while (head.kind === 'apply') {
      given.unshift(head.argument);
      head = exprOf(this.#module, head.function);
    }
    const name = this.#functionName(head);
    if (name === 'mkMerge') return given[0] === undefined ? [] : this.#itemsOf(given[0]);
    const position = handingOn.get(name ?? '');
    const argument = position === undefined ? undefined : given[position];
    return argument === undefined ? [] : [argument];
  }

  #functionName(head: Expr): string | undefined {
    if (head.kind === 'variable') return head.name;
    const last = head.kind === 'select' ? head.path.at(-1) : undefined;
    return last === undefined ? undefined : literalText(this.#module, last);
  }

  #nameOf({ name }: Binding): string | undefined {
    return literalText(this.#module, name);
  }

  /** Deep code is not walked twice. */
  #isNew(id: ExprId): boolean {
    if (this.#seen.has(id)) return false;
    this.#seen.add(id);
    return true;
  }
}
