import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import type { NodeKind } from '#parser/kinds.ts';
import type { Span } from '#parser/span.ts';
import { type Node, root } from '#parser/tree.ts';

/** What a name of a file stands for. */
export type SymbolKind =
  | 'set'
  | 'list'
  | 'function'
  | 'text'
  | 'number'
  | 'path'
  | 'variable'
  | 'attribute'
  | 'block';

/** A name of a file with what it names, and the names in there. */
export interface FileSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly span: Span;
  /** The name itself. */
  readonly nameSpan: Span;
  readonly children: readonly FileSymbol[];
}

interface OpenSymbol extends FileSymbol {
  readonly children: OpenSymbol[];
}

/** The names of a file as they nest: attributes and `let`s of Nix, blocks and arguments of OpenTofu. */
export function symbolsOf({ tree, language }: FileAnalysis): readonly FileSymbol[] {
  const top: OpenSymbol[] = [];
  const open: OpenSymbol[] = [];
  const make = language === 'nix' ? nixSymbol : hclSymbol;
  for (const node of root(tree).descendants()) {
    const symbol = make(node);
    if (symbol === undefined) continue;
    while ((open.at(-1)?.span.end ?? Number.POSITIVE_INFINITY) <= node.start) open.pop();
    (open.at(-1)?.children ?? top).push(symbol);
    open.push(symbol);
  }
  return top;
}

function nixSymbol(node: Node): OpenSymbol | undefined {
  if (node.kind !== 'binding') return undefined;
  const path = node.child('attrpath');
  if (path === undefined || path.text.trim() === '') return undefined;
  const value = node.child('expression');
  const isLocal = node.parent?.parent?.kind === 'let_expression';
  return symbol(node, path, {
    name: nameText(path.text),
    kind: (value && kinds.get(value.kind)) ?? (isLocal ? 'variable' : 'attribute'),
  });
}

const kinds: ReadonlyMap<NodeKind, SymbolKind> = new Map<NodeKind, SymbolKind>([
  ['attrset_expression', 'set'],
  ['rec_attrset_expression', 'set'],
  ['list_expression', 'list'],
  ['function_expression', 'function'],
  ['string_expression', 'text'],
  ['indented_string_expression', 'text'],
  ['integer_expression', 'number'],
  ['float_expression', 'number'],
  ['path_expression', 'path'],
]);

function hclSymbol(node: Node): OpenSymbol | undefined {
  const [first, ...others] = [...node.children()];
  if (first === undefined) return undefined;
  if (node.kind === 'attribute')
    return symbol(node, first, { name: first.text, kind: 'attribute' });
  if (node.kind !== 'block') return undefined;
  const labels = others.filter(({ kind }) => kind === 'string_lit');
  const name = [first, ...labels].map(({ text }) => text.replaceAll('"', '')).join(' ');
  return symbol(node, labels.at(-1) ?? first, { name, kind: 'block' });
}

function symbol(
  { span }: Node,
  named: Node,
  { name, kind }: Pick<FileSymbol, 'name' | 'kind'>,
): OpenSymbol {
  return { name, kind, span, nameSpan: named.span, children: [] };
}

/** A name on one line. */
function nameText(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
