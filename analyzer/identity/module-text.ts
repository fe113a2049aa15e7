import { Field, Kind } from '#parser/kinds.ts';
import { parse } from '#parser/parse.ts';
import type { NodeId, Tree } from '#parser/tree.ts';
import type { Edit, FilePath } from '../diagnostic.ts';
import { lower } from '../syntax/lower.ts';
import { childIn, childrenIn, textOf } from '../syntax/lowering.ts';
import { type ExprId, exprOf, literalText, type Module, type SourceMap } from '../syntax/module.ts';

/** A file that is one module: perhaps a function, and in it a set written out. */
export interface ModuleText {
  readonly file: FilePath;
  readonly tree: Tree;
  readonly module: Module;
  readonly sourceMap: SourceMap;
  /** The row of the set. */
  readonly set: NodeId;
  /** Names at the top of the set whose values are not sets written out. */
  readonly closed: ReadonlySet<string>;
  /** What stands in the set, in the order of the text, each with the name it begins with. */
  readonly items: readonly {
    readonly name: string;
    readonly start: number;
    readonly end: number;
  }[];
  /** Whether definitions stand below `config`, beside `options`. */
  readonly isExplicit: boolean;
}

/** `undefined` for a file that cannot be edited with certainty. */
export function moduleText(file: FilePath, text: string): ModuleText | undefined {
  const tree = parse(text, 'nix');
  if (tree.errors.length > 0) return undefined;
  const { module, sourceMap } = lower(tree);
  const root = exprOf(module, module.root);
  const attrs = setOf(module, root.kind === 'lambda' ? root.body : module.root);
  const expr = attrs === undefined ? undefined : exprOf(module, attrs);
  if (attrs === undefined || expr?.kind !== 'attrs' || expr.recursive) return undefined;
  const set = (sourceMap.nodes[attrs] ?? 0) as NodeId;
  if (tree.kind[set] !== Kind.attrset_expression) return undefined;
  const closed = expr.bindings.flatMap(({ name, value }) =>
    exprOf(module, value).kind === 'attrs' ? [] : (literalText(module, name) ?? []),
  );
  const items = itemsOf(tree, set);
  const isExplicit = items.some(({ name }) => name === 'config' || name === 'options');
  return { file, tree, module, sourceMap, set, closed: new Set(closed), items, isExplicit };
}

function setOf(module: Module, from: ExprId): ExprId | undefined {
  let id = from;
  for (let expr = exprOf(module, id); expr.kind === 'let'; expr = exprOf(module, id))
    id = expr.body;
  return exprOf(module, id).kind === 'attrs' ? id : undefined;
}

function itemsOf(tree: Tree, set: NodeId): { name: string; start: number; end: number }[] {
  const bindings = childrenIn(tree, set, 0).filter((row) => tree.kind[row] === Kind.binding_set);
  return bindings
    .flatMap((row) => childrenIn(tree, row, Field.binding))
    .map((row) => {
      const path = childIn(tree, row, Field.attrpath);
      const first = path === 0 ? path : childIn(tree, path, Field.attr);
      return {
        name: first === 0 ? '' : textOf(tree, first),
        start: tree.start[row] ?? 0,
        end: tree.end[row] ?? 0,
      };
    });
}

/** Adds bindings at the top of the set, or after its item of this number; `undefined` where a comment is in the way. */
export function insertBindings(
  target: ModuleText,
  bindings: readonly string[],
  after = -1,
): Edit | undefined {
  const { text } = target.tree;
  const start = target.items[after]?.end ?? (target.tree.start[target.set] ?? 0) + 1;
  const span = { start, end: start };
  const { file } = target;
  if (!isLong(target)) return { file, span, text: bindings.map((line) => ` ${line}`).join('') };
  if (!/^[ \t]*\r?\n/.test(text.slice(start))) return undefined;
  const indent = indentOf(target);
  return { file, span, text: bindings.map((line) => `\n${indented(line, indent)}`).join('') };
}

/** Adds one line at the end of the set. */
export function appendLine(target: ModuleText, line: string): Edit | undefined {
  const { text } = target.tree;
  const end = (target.tree.end[target.set] ?? 0) - 1;
  const span = { start: end, end };
  if (!isLong(target)) return { file: target.file, span, text: `${line} ` };
  const outer = /(?:^|\n)([ \t]*)$/.exec(text.slice(0, end))?.[1];
  if (outer === undefined) return undefined;
  const inner = indentOf(target);
  if (!inner.startsWith(outer)) return undefined;
  return { file: target.file, span, text: `${inner.slice(outer.length)}${line}\n${outer}` };
}

function isLong({ tree, set }: ModuleText): boolean {
  return textOf(tree, set).includes('\n');
}

function indentOf({ tree, items }: ModuleText): string {
  const first = items[0]?.start ?? 0;
  return /(?:^|\n)([ \t]*)$/.exec(tree.text.slice(0, first))?.[1] ?? '  ';
}

function indented(lines: string, indent: string): string {
  return lines
    .split('\n')
    .map((line) => `${indent}${line}`)
    .join('\n');
}
