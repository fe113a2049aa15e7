import type { NodeKind } from '#parser/kinds.ts';
import type { Span } from '#parser/span.ts';
import type { Node } from '#parser/tree.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import { bindingPath } from '../syntax/option-path.ts';
import { unwrapped } from '../syntax/precedence.ts';
import { referentAt } from '../syntax/referents.ts';
import { isSameCode } from '../syntax/same-code.ts';
import { commentsWithin, takeComments } from './comments.ts';
import type { Insertion } from './insertion.ts';
import { indentationAt } from './reindent.ts';
import { statementsOf } from './statements.ts';

/** Statements behind each other that one `inherit` can say. */
export interface InheritRun {
  /** Those that are written as bindings. */
  readonly bindings: readonly Node[];
  /** The whole statement that says them all. */
  readonly statement: string;
  /** Empty where a comment would be lost. */
  readonly edits: readonly Insertion[];
}

/** A statement with the names that it takes, and where from; `undefined`: from the scope around. */
interface Taking {
  readonly node: Node;
  readonly names: readonly string[];
  readonly source: Node | undefined;
}

/** `name = name;` in a set, joined with what stands beside it. */
export function scopeInherits(analysis: FileAnalysis, owner: Node): readonly InheritRun[] {
  return runsOf(owner, 'variable_expression', (binding, name, value) => {
    if (value.text !== name) return undefined;
    const referent = referentAt(analysis, value);
    const own = referent?.kind === 'binder' ? referent.binder.value : undefined;
    const isItself = own !== undefined && analysis.sourceMap.nodes[own] === value.id;
    return isItself ? undefined : { node: binding, names: [name], source: undefined };
  });
}

/** `name = source.name;`, joined with what stands beside it. */
export function sourceInherits(owner: Node): readonly InheritRun[] {
  return runsOf(owner, 'select_expression', (binding, name, value) => {
    const source = value.child('expression');
    if (!source || value.child('default')) return undefined;
    const attributes = value.child('attrpath')?.children() ?? [];
    const isSame = attributes.length === 1 && attributes[0]?.text === name;
    return isSame ? { node: binding, names: [name], source: unwrapped(source) } : undefined;
  });
}

type Reader = (binding: Node, name: string, value: Node) => Taking | undefined;

/** The runs among the statements of a set; `kind` is that of the values that may be inherited instead. */
function runsOf(owner: Node, kind: NodeKind, read: Reader): readonly InheritRun[] {
  const runs: Taking[][] = [];
  for (const statement of statementsOf(owner)) {
    const value = statement.kind === 'binding' ? statement.child('expression') : undefined;
    const taking = value ? readBinding(statement, value, { kind, read }) : written(statement);
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (taking && run && last && follows(last, taking)) run.push(taking);
    else runs.push(taking ? [taking] : []);
  }
  return runs
    .filter((run) => run.some(({ node }) => node.kind === 'binding'))
    .map((run) => runFrom(run));
}

function readBinding(
  binding: Node,
  value: Node,
  { kind, read }: { readonly kind: NodeKind; readonly read: Reader },
): Taking | undefined {
  if (value.kind !== kind) return undefined;
  const [attribute, ...more] = binding.child('attrpath')?.children() ?? [];
  if (attribute?.kind !== 'identifier' || more.length > 0) return undefined;
  const [name = ''] = bindingPath(binding);
  return name === 'or' ? undefined : read(binding, name, value);
}

/** An `inherit` that is there already, on one line. */
function written(node: Node): Taking | undefined {
  const attrs = node.child('attrs');
  const source = node.child('expression');
  if (!attrs || node.text.includes('\n') || commentsWithin(node.tree, node.span).length > 0)
    return undefined;
  return {
    node,
    names: [...attrs.children()].map(({ text }) => text),
    source: source && unwrapped(source),
  };
}

/** Whether a statement stands right behind another, or on the next line, and takes from the same place. */
function follows(last: Taking, next: Taking): boolean {
  const between = last.node.tree.text.slice(last.node.end, next.node.start);
  if (between.trim() !== '' || between.split('\n').length > 2) return false;
  if (!last.source || !next.source) return last.source === next.source;
  return isSameCode(last.source, next.source);
}

function runFrom(run: readonly Taking[]): InheritRun {
  const bindings = run.map(({ node }) => node).filter(({ kind }) => kind === 'binding');
  const [first] = run;
  const span: Span = { start: first?.node.start ?? 0, end: run.at(-1)?.node.end ?? 0 };
  const source = first?.source;
  const words = ['inherit', ...(source ? [`(${source.text})`] : [])];
  const names = run.flatMap((taking) => taking.names);
  const statement = `${[...words, ...names].join(' ')};`;
  const tree = first?.node.tree;
  if (!tree) return { bindings, statement, edits: [] };
  const indent = indentationAt(tree.text, span.start);
  const isShort = indent.length + statement.length <= longestLine || run.length === 1;
  const lines = [words.join(' '), ...[...names, ';'].map((each) => `${indent}  ${each}`)];
  const edits = [{ span, text: isShort ? statement : lines.join('\n') }];
  return { bindings, statement, edits: takeComments(tree, edits) ? [] : edits };
}

/** What formatters of Nix put on one line. */
const longestLine = 100;
