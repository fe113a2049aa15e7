import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { builtinReleases } from '#analyzer/syntax/builtin-names.ts';
import { type ExprId, exprOf } from '#analyzer/syntax/module.ts';
import { referentAt } from '#analyzer/syntax/referents.ts';
import type { Referent } from '#analyzer/syntax/scope.ts';
import { Kind } from '#parser/kinds.ts';
import type { Span } from '#parser/span.ts';
import { Node, type NodeId } from '#parser/tree.ts';
import { hclTokens } from './hcl-tokens.ts';

/** What tokens may be, by the names of the protocol. */
export const tokenTypes = [
  'namespace',
  'type',
  'parameter',
  'variable',
  'property',
  'enumMember',
  'function',
] as const;
export const tokenModifiers = ['declaration', 'deprecated', 'defaultLibrary'] as const;

export type TokenType = (typeof tokenTypes)[number];
export type TokenModifier = (typeof tokenModifiers)[number];

/** A name of a text with what it means. */
export interface Token extends Span {
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

/** What a name is. */
export type TokenMeaning = readonly [TokenType, ...TokenModifier[]];

/**
 * What the names of a file mean, in the order of the text. Only what a grammar
 * cannot tell: keywords, operators, texts and comments are left to it, and so are
 * names of which nothing is known.
 */
export function tokensOf(analysis: FileAnalysis, within?: Span): readonly Token[] {
  const { tree } = analysis;
  const meaningOf = tree.language === 'hcl' ? hclTokens : nixName;
  const tokens: Token[] = [];
  for (let row = 0; row < tree.size; row++) {
    if (tree.kind[row] !== Kind.identifier) continue;
    const [start, end] = [tree.start[row] ?? 0, tree.end[row] ?? 0];
    if (end <= start || (within && (end < within.start || start > within.end))) continue;
    const meaning = meaningOf(analysis, new Node(tree, row as NodeId));
    if (meaning === undefined) continue;
    const [type, ...modifiers] = meaning;
    tokens.push({ start, end, type, modifiers });
  }
  return tokens;
}

function nixName(analysis: FileAnalysis, name: Node): TokenMeaning | undefined {
  const { parent } = name;
  switch (parent?.kind) {
    case 'formal':
    case 'function_expression':
      return ['parameter', 'declaration'];
    case 'variable_expression':
      return variable(analysis, parent, isCalled(parent));
    case 'inherited_attrs':
      return inherited(analysis, name);
    case 'attrpath':
      return attribute(analysis, name, parent);
    default:
      return undefined;
  }
}

function variable(analysis: FileAnalysis, node: Node, isCalled: boolean): TokenMeaning | undefined {
  const referent = referentAt(analysis, node);
  switch (referent?.kind) {
    case 'binder':
      return bound(analysis, referent);
    case 'global':
      return builtin(node.text.replace(/^__/, ''));
    case 'with':
      return [isCalled ? 'function' : 'property'];
    default:
      return undefined;
  }
}

function bound(
  analysis: FileAnalysis,
  { binder }: Extract<Referent, { kind: 'binder' }>,
): TokenMeaning {
  if (binder.kind === 'formal' || binder.kind === 'parameter') return ['parameter'];
  return [isLambda(analysis, binder.value) ? 'function' : 'variable'];
}

function isLambda({ module }: FileAnalysis, value: ExprId | undefined): boolean {
  return value !== undefined && exprOf(module, value).kind === 'lambda';
}

/** A builtin by its name in `builtins`; grammars know the constants. */
function builtin(name: string): TokenMeaning | undefined {
  if (name === 'builtins') return ['namespace', 'defaultLibrary'];
  if (constants.has(name)) return undefined;
  const type = values.has(name) ? 'variable' : 'function';
  return deprecated.has(name) ? [type, 'defaultLibrary', 'deprecated'] : [type, 'defaultLibrary'];
}

const constants: ReadonlySet<string> = new Set(['true', 'false', 'null']);
const values: ReadonlySet<string> = new Set([
  'currentSystem',
  'currentTime',
  'langVersion',
  'nixPath',
  'nixVersion',
  'storeDir',
  'curPos',
]);
const deprecated: ReadonlySet<string> = new Set(['toPath', 'isNull']);

/** A name behind `inherit`, which gives it here and takes it from elsewhere. */
function inherited(analysis: FileAnalysis, name: Node): TokenMeaning {
  const statement = name.parent?.parent;
  if (statement?.kind === 'inherit') {
    const [type, ...modifiers] = variable(analysis, name, false) ?? ['variable'];
    return [type, 'declaration', ...modifiers];
  }
  const isInLet = statement?.parent?.parent?.kind === 'let_expression';
  return [isInLet ? 'variable' : 'property', 'declaration'];
}

/** A name of a path of attributes, that gives or takes it. */
function attribute(analysis: FileAnalysis, name: Node, path: Node): TokenMeaning | undefined {
  const { parent } = path;
  const isLast = name.end === path.end;
  if (parent?.kind === 'binding') {
    const value = parent.child('expression')?.kind;
    if (isLast && value === 'function_expression') return ['function', 'declaration'];
    const isOfLet = name.start === path.start && parent.parent?.parent?.kind === 'let_expression';
    return [isOfLet ? 'variable' : 'property', 'declaration'];
  }
  if (parent?.kind !== 'select_expression') return ['property'];
  const from = parent.child('expression');
  const isFirst = name.start === path.start;
  if (isFirst && from?.text === 'builtins' && referentAt(analysis, from)?.kind === 'global')
    return builtinReleases.has(name.text) ? builtin(name.text) : undefined;
  return [isLast && isCalled(parent) ? 'function' : 'property'];
}

/** Whether an expression stands where a function does. */
function isCalled(node: Node): boolean {
  const { parent } = node;
  return parent?.kind === 'apply_expression' && node.field === 'function';
}
