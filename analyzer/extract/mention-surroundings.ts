import { Node, type NodeId, type Tree } from '#parser/tree.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import { type ExprId, exprOf, literalText, type Module } from '../syntax/module.ts';
import { bindingPath, callOf, type OptionPath } from '../syntax/option-path.ts';
import { type Scopes, scopesOf } from '../syntax/scope.ts';
import { isChoice } from './bindings-around.ts';
import type { Mention } from './secret-mentions.ts';

/** One node around a place that names a secret, with all that is read of it besides its place. */
interface Around {
  readonly kind: number | undefined;
  readonly field: number | undefined;
  /** Where the node around this one stands in the list. */
  readonly parent: number;
  readonly names: OptionPath;
  readonly operator: string | undefined;
  readonly call: ReturnType<typeof callOf> | undefined;
  readonly isChoice: boolean;
  /** The expressions that are written here. */
  readonly written: readonly Place[];
  /** For a name of a `let`, where it is used. */
  readonly uses: readonly Use[] | undefined;
}

interface Place {
  readonly expr: ExprId;
}

interface Use {
  readonly at: Place;
  /** What is selected from the name there. */
  readonly selection: Place | undefined;
  readonly selected: OptionPath;
}

/**
 * What can be read of a text to tell which machines evaluate the places that it
 * names secrets at: everything around them, and around the uses of names of a
 * `let` that hold them.
 */
export function surroundingsOf(
  analysis: FileAnalysis,
  mentions: readonly Mention[],
): readonly Around[] {
  const walk = new Surroundings(analysis);
  for (const { at } of mentions) walk.add(at.expr);
  return walk.list();
}

class Surroundings {
  readonly #tree: Tree;
  readonly #module: Module;
  readonly #nodes: Uint32Array;
  readonly #scopes: Scopes;
  readonly #rows = new Map<NodeId, readonly Use[] | undefined>();

  constructor({ tree, module, sourceMap }: FileAnalysis) {
    this.#tree = tree;
    this.#module = module;
    this.#nodes = sourceMap.nodes;
    this.#scopes = scopesOf(module);
  }

  /** Notes what stands around an expression. */
  add(expr: number): void {
    const pending = [expr];
    for (const each of pending) {
      for (let node: Node | undefined = this.#node(each); node; node = node.parent) {
        if (this.#rows.has(node.id)) break;
        const uses = this.#usesOf(node);
        this.#rows.set(node.id, uses);
        for (const { at, selection } of uses ?? []) pending.push((selection ?? at).expr);
      }
    }
  }

  /** In the order of the text. */
  list(): readonly Around[] {
    const rows = [...this.#rows.keys()].sort((a, b) => a - b);
    const places = new Map(rows.map((row, index) => [row, index]));
    const written = this.#written(rows);
    return rows.map((row) => {
      const node = new Node(this.#tree, row);
      const { kind } = node;
      return {
        kind: this.#tree.kind[row],
        field: this.#tree.field[row],
        parent: (node.parent && places.get(node.parent.id)) ?? -1,
        names: kind === 'binding' ? bindingPath(node) : [],
        operator: kind === 'binary_expression' ? node.child('operator')?.text : undefined,
        call: kind === 'apply_expression' ? callOf(node) : undefined,
        isChoice: isChoice(node),
        written: written.get(spanOf(this.#tree, row)) ?? [],
        uses: this.#rows.get(row),
      };
    });
  }

  /** The expressions that take as much text as one of these rows. */
  #written(rows: readonly NodeId[]): ReadonlyMap<number, readonly Place[]> {
    const written = new Map(rows.map((row): [number, Place[]] => [spanOf(this.#tree, row), []]));
    for (const [expr, row] of this.#nodes.entries())
      written.get(spanOf(this.#tree, row))?.push({ expr: expr as ExprId });
    return written;
  }

  #node(expr: number): Node {
    return new Node(this.#tree, (this.#nodes[expr] ?? 0) as NodeId);
  }

  #usesOf(node: Node): readonly Use[] | undefined {
    if (node.kind !== 'binding' || node.parent?.parent?.kind !== 'let_expression') return undefined;
    const start = node.child('attrpath')?.start;
    const binder = this.#scopes.binders.find(
      ({ kind, site }) => kind === 'let' && this.#node(site).start === start,
    );
    return binder && this.#scopes.uses(binder).map((use) => this.#useAt(use));
  }

  #useAt(use: ExprId): Use {
    const parent = this.#scopes.parent(use);
    const around = parent === undefined ? undefined : exprOf(this.#module, parent);
    if (parent === undefined || around?.kind !== 'select' || around.from !== use)
      return { at: { expr: use }, selection: undefined, selected: [] };
    const selected = around.path.map((name) => literalText(this.#module, name));
    return { at: { expr: use }, selection: { expr: parent }, selected };
  }
}

/** Offsets are far below this. */
const farthest = 2 ** 26;

function spanOf({ start, end }: Tree, row: number): number {
  return (start[row] ?? 0) * farthest + (end[row] ?? 0);
}
