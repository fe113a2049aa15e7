import type { FileAnalysis } from '../file-analysis.ts';
import { oncePer } from '../once-per.ts';
import { type Binding, type Expr, type ExprId, exprOf, literalText } from '../syntax/module.ts';
import { looksAround } from './lookers.ts';
import { hole, repository, wordsIn } from './words.ts';

/**
 * Something that a text may read: a path from the folder of the file, or one
 * whose beginning is not known. `text` has a `hole` for every part that is not
 * written.
 */
export interface Named {
  readonly from: 'here' | 'anywhere';
  readonly text: string;
  /** What a directory stands for: its `default.nix`, or everything in it. */
  readonly folder: 'default' | 'everything';
}

/** What a Nix file may read, by its text alone. */
export const namedIn = oncePer(({ module }: FileAnalysis): readonly Named[] => {
  const named = new Naming(module.exprs).all();
  return looksAround(module) ? [...named, everything] : named;
});

/** What modules put around a value of an option. */
const priority = /^mk(Default|Force|Override|Before|After|OptionDefault)$/;

/** What flakes call themselves. */
const selfNames = /^((flake-?)?self|flake)$/i;

/** Everything in the repository. */
const everything: Named = { from: 'anywhere', text: hole, folder: 'everything' };

const all: readonly Named[] = [everything];
const none: readonly Named[] = [];

class Naming {
  readonly #exprs: readonly Expr[];
  /** Paths of which a directory is its `default.nix`. */
  readonly #modules = new Set<ExprId>();
  /** Parts of a sum, which are read with it. */
  readonly #inSums = new Set<ExprId>();
  /** Texts that begin with a slash and are given to something that may put a path before them. */
  readonly #given = new Set<ExprId>();
  readonly #isOverlay: boolean;

  constructor(exprs: readonly Expr[]) {
    this.#exprs = exprs;
    this.#isOverlay = exprs.some((expr) => this.#isOverlayFunction(expr));
    for (const expr of exprs) this.#note(expr);
  }

  all(): readonly Named[] {
    const all: Named[] = [];
    this.#exprs.forEach((expr, id) => {
      for (const named of this.#ofExpr(expr, id as ExprId)) all.push(named);
      for (const named of this.#ofSelf(expr)) all.push(named);
    });
    return all;
  }

  #of(id: number): Expr {
    return exprOf({ exprs: this.#exprs, root: 0 as ExprId }, id);
  }

  #note(expr: Expr): void {
    if (expr.kind === 'apply') {
      if (/^(import|scopedImport|callPackage)$/.test(this.#lastName(expr.function)))
        this.#modules.add(expr.argument);
      if (!priority.test(this.#lastName(expr.function))) this.#given.add(expr.argument);
    }
    if (expr.kind === 'binary' && expr.operator === '+') {
      this.#inSums.add(expr.left).add(expr.right);
    }
    if (expr.kind === 'attrs' || expr.kind === 'let')
      for (const binding of expr.bindings) this.#noteModules(binding);
  }

  #noteModules({ name, value }: Binding): void {
    if (!/^(imports|modules)$/.test(this.#text(name) ?? '')) return;
    const open = [value];
    for (const id of open) {
      const expr = this.#of(id);
      if (expr.kind === 'binary' && expr.operator === '++') open.push(expr.left, expr.right);
      if (expr.kind === 'list') for (const item of expr.items) this.#modules.add(item);
    }
  }

  #ofExpr(expr: Expr, id: ExprId): readonly Named[] {
    switch (expr.kind) {
      case 'path':
      case 'string':
        return this.#inSums.has(id) ? none : this.#ofText(id);
      case 'binary':
        return expr.operator === '+' && !this.#inSums.has(id) ? this.#ofText(id) : none;
      case 'search-path':
        return expr.name.includes('/') ? [anywhere(expr.name)] : none;
      default:
        return none;
    }
  }

  /** What a string, a path or a sum of them names. */
  #ofText(id: ExprId): readonly Named[] {
    const { text, isPath } = this.#written(id);
    if (isPath) return [{ from: 'here', text, folder: this.#folder(id) }];
    const isGiven = this.#given.has(id) || this.#of(id).kind === 'binary';
    return wordsIn(text)
      .filter((word) => isGiven || !word.startsWith('/') || word.endsWith('.nix'))
      .map(anywhere);
  }

  #folder(id: ExprId): Named['folder'] {
    return this.#modules.has(id) ? 'default' : 'everything';
  }

  /** The text of an expression, with holes. */
  #written(id: ExprId): { readonly text: string; readonly isPath: boolean } {
    const expr = this.#of(id);
    if (expr.kind === 'string' || expr.kind === 'path') {
      const parts = expr.parts.map((part) =>
        typeof part === 'string' ? part : this.#holeOf(part),
      );
      return { text: parts.join(''), isPath: expr.kind === 'path' && expr.root === 'relative' };
    }
    if (expr.kind !== 'binary' || expr.operator !== '+')
      return { text: this.#holeOf(id), isPath: false };
    const left = this.#written(expr.left);
    const right = this.#written(expr.right);
    // `./. + name` is below the folder, whether or not the name begins with a slash.
    const isFolder = left.isPath && /(^|\/)\.\.?$/.test(left.text);
    return { text: left.text + (isFolder ? '/' : '') + right.text, isPath: left.isPath };
  }

  #holeOf(id: ExprId): string {
    return this.#isSelf(id) && !this.#isOverlay ? repository : hole;
  }

  /** The repository itself, given to something that may look around in it. */
  #ofSelf(expr: Expr): readonly Named[] {
    if (this.#isOverlay) return none;
    switch (expr.kind) {
      case 'apply':
        return this.#isSelf(expr.argument) && !this.#takesFlake(expr.function) ? all : none;
      case 'string':
        return expr.parts.length === 1 && this.#isSelf(expr.parts[0]) ? all : none;
      case 'attrs':
      case 'let':
        return expr.bindings.some((binding) => this.#bindsSelf(binding)) ? all : none;
      default:
        return none;
    }
  }

  #bindsSelf({ name, value, inherited }: Binding): boolean {
    const to = this.#text(name) ?? '';
    return !inherited && !selfNames.test(to) && this.#isSelf(value);
  }

  #isSelf(id: number | string | undefined): boolean {
    if (typeof id !== 'number') return false;
    const expr = this.#of(id);
    const last = this.#lastName(id);
    if (last === 'outPath' && expr.kind === 'select') return this.#isSelf(expr.from);
    return selfNames.test(last);
  }

  /** Code of the repository, which is read as well, and checks of how it is written. */
  #takesFlake(id: ExprId): boolean {
    const expr = this.#of(id);
    if (expr.kind !== 'apply') return this.#lastName(id) === 'check';
    return this.#lastName(expr.function) === 'import' || this.#takesFlake(expr.function);
  }

  #isOverlayFunction(expr: Expr): boolean {
    if (expr.kind !== 'lambda' || expr.parameter === undefined || expr.formals) return false;
    return this.#text(expr.parameter) === 'self' && this.#of(expr.body).kind === 'lambda';
  }

  #lastName(id: number): string {
    const expr = this.#of(id);
    if (expr.kind === 'variable') return expr.name;
    const last = expr.kind === 'select' ? expr.path.at(-1) : undefined;
    return last === undefined ? '' : (this.#text(last) ?? '');
  }

  #text(id: ExprId): string | undefined {
    return literalText({ exprs: this.#exprs, root: id }, id);
  }
}

function anywhere(text: string): Named {
  return { from: 'anywhere', text, folder: 'everything' };
}
