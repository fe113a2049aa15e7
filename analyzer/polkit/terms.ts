import type { Expression, Literal, SpreadElement } from 'acorn';
import type { Span } from '#parser/span.ts';
import type { Subject } from './condition.ts';

/** What an expression of a rule stands for. */
export type Term =
  | { readonly kind: 'subject'; readonly subject: Subject }
  | { readonly kind: 'text'; readonly text: string; readonly span: Span }
  | { readonly kind: 'texts'; readonly texts: readonly Extract<Term, { kind: 'text' }>[] }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'pattern'; readonly source: string; readonly span: Span }
  | { readonly kind: 'result'; readonly result: string }
  /** The parameters of a rule. */
  | { readonly kind: 'action' }
  | { readonly kind: 'person' }
  /** A question that has a name. */
  | { readonly kind: 'question'; readonly node: Expression }
  | { readonly kind: 'unknown' };

/** What the names that are in scope stand for. */
export type Names = ReadonlyMap<string, Term>;

const unknown: Term = { kind: 'unknown' };

const lookups: ReadonlyMap<string, Subject> = new Map([
  ['unit', 'unit'],
  ['verb', 'verb'],
  ['command_line', 'command'],
  ['program', 'command'],
  ['command', 'command'],
]);

/** What a name stands for that is declared with this value. */
export function declaredTerm(init: Expression | null | undefined, names: Names): Term {
  const term = init ? termOf(init, names) : unknown;
  const isQuestion = /^(Logical|Binary|Unary|Call|Parenthesized)Expression$/.test(init?.type ?? '');
  return init && term.kind === 'unknown' && isQuestion ? { kind: 'question', node: init } : term;
}

/** The meaning of an expression, as far as rules use such. */
export function termOf(node: Expression | SpreadElement, names: Names): Term {
  switch (node.type) {
    case 'Identifier':
      return names.get(node.name) ?? unknown;
    case 'Literal':
      return literalTerm(node);
    case 'ArrayExpression':
      return listTerm(node.elements, names);
    case 'MemberExpression':
      return memberTerm(node, names);
    case 'CallExpression':
      return callTerm(node, names);
    case 'UnaryExpression':
      return node.operator === '-' && node.argument.type === 'Literal'
        ? { kind: 'number', value: -Number(node.argument.value) }
        : unknown;
    case 'TemplateLiteral': {
      const [only] = node.quasis;
      const text = node.quasis.length === 1 ? (only?.value.cooked ?? undefined) : undefined;
      return text === undefined ? unknown : { kind: 'text', text, span: spanOf(node) };
    }
    default:
      return unknown;
  }
}

function literalTerm(node: Literal): Term {
  const span = spanOf(node);
  if (node.regex)
    return node.regex.flags === ''
      ? { kind: 'pattern', source: node.regex.pattern, span }
      : unknown;
  if (typeof node.value === 'string') return { kind: 'text', text: node.value, span };
  if (typeof node.value === 'number') return { kind: 'number', value: node.value };
  return typeof node.value === 'boolean' ? { kind: 'boolean', value: node.value } : unknown;
}

function listTerm(elements: readonly (Expression | SpreadElement | null)[], names: Names): Term {
  const texts = elements.flatMap((element) => {
    const term = element ? termOf(element, names) : unknown;
    return term.kind === 'text' ? [term] : [];
  });
  return texts.length === elements.length ? { kind: 'texts', texts } : unknown;
}

/** The name behind a dot, or the text in brackets. */
export function propertyOf(
  node: Extract<Expression, { type: 'MemberExpression' }>,
): string | undefined {
  const { property, computed } = node;
  if (!computed) return property.type === 'Identifier' ? property.name : undefined;
  return property.type === 'Literal' && typeof property.value === 'string'
    ? property.value
    : undefined;
}

function memberTerm(node: Extract<Expression, { type: 'MemberExpression' }>, names: Names): Term {
  const name = propertyOf(node);
  if (node.object.type === 'Super' || name === undefined) return unknown;
  if (isResult(node.object)) return { kind: 'result', result: name.toLowerCase() };
  const of = termOf(node.object, names);
  if (of.kind === 'action' && name === 'id') return { kind: 'subject', subject: 'action' };
  if (of.kind === 'person' && name === 'user') return { kind: 'subject', subject: 'user' };
  return unknown;
}

/** `polkit.Result` */
function isResult(node: Expression): boolean {
  return (
    node.type === 'MemberExpression' &&
    node.object.type === 'Identifier' &&
    node.object.name === 'polkit' &&
    propertyOf(node) === 'Result'
  );
}

function callTerm(
  { callee, arguments: args }: Extract<Expression, { type: 'CallExpression' }>,
  names: Names,
): Term {
  if (callee.type !== 'MemberExpression' || callee.object.type === 'Super') return unknown;
  const [first] = args;
  const asked = first && termOf(first, names);
  const isLookup =
    termOf(callee.object, names).kind === 'action' && propertyOf(callee) === 'lookup';
  const subject = isLookup && asked?.kind === 'text' ? lookups.get(asked.text) : undefined;
  return subject ? { kind: 'subject', subject } : unknown;
}

export function spanOf({ start, end }: Span): Span {
  return { start, end };
}
