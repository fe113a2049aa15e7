import type { Expression } from 'acorn';
import {
  type Alternatives,
  type Atom,
  always,
  both,
  either,
  type MatchKind,
  never,
  not,
  type Subject,
} from './condition.ts';
import { type Names, propertyOf, spanOf, type Term, termOf } from './terms.ts';

/** An expression of a rule, with what is needed to understand it. */
export interface Context {
  readonly names: Names;
  readonly text: string;
}

/**
 * When an expression is true, as alternatives of questions that must hold
 * together. What is not understood is a question of its own; `undefined` when
 * there are too many alternatives.
 */
export function whenTrue(node: Expression, context: Context): Alternatives | undefined {
  switch (node.type) {
    case 'ParenthesizedExpression':
      return whenTrue(node.expression, context);
    case 'LogicalExpression':
      return logical(node, context);
    case 'UnaryExpression': {
      const inner = node.operator === '!' ? whenTrue(node.argument, context) : undefined;
      return node.operator === '!' ? inner && not(inner) : other(node, context);
    }
    case 'BinaryExpression':
      return comparison(node, context) ?? other(node, context);
    case 'CallExpression':
      return call(node, context) ?? other(node, context);
    default: {
      const term = termOf(node, context.names);
      if (term.kind === 'boolean') return term.value ? always : never;
      if (term.kind === 'question') return whenTrue(term.node, context);
      return other(node, context);
    }
  }
}

function logical(
  { operator, left, right }: Extract<Expression, { type: 'LogicalExpression' }>,
  context: Context,
): Alternatives | undefined {
  const [a, b] = [whenTrue(left, context), whenTrue(right, context)];
  if (!a || !b) return undefined;
  if (operator === '&&') return both(a, b);
  return operator === '||' ? either(a, b) : undefined;
}

function other(node: Expression, { text }: Context): Alternatives {
  const span = spanOf(node);
  return [[{ kind: 'other', text: text.slice(span.start, span.end), span, negated: false }]];
}

type Comparison = Extract<Expression, { type: 'BinaryExpression' }>;

function comparison(node: Comparison, context: Context): Alternatives | undefined {
  if (node.left.type === 'PrivateIdentifier') return undefined;
  const found = searched(node, context);
  if (found) return found;
  if (!/^[!=]==?$/.test(node.operator)) return undefined;
  const terms = [termOf(node.left, context.names), termOf(node.right, context.names)];
  const subject = terms.find((term) => term.kind === 'subject')?.subject;
  const value = terms.find((term) => term.kind === 'text');
  if (!subject || !value) return undefined;
  return matching(value, { subject, match: 'exact', negated: node.operator.startsWith('!') });
}

interface Matching {
  readonly subject: Subject;
  readonly match: MatchKind;
  readonly negated: boolean;
}

function matching({ text, span }: Extract<Term, { kind: 'text' }>, how: Matching): Alternatives {
  const atom: Atom = { kind: 'match', ...how, text, span };
  return [[atom]];
}

/** `x.indexOf(y)` compared with a number: a prefix, a part, or a member. */
function searched(node: Comparison, { names }: Context): Alternatives | undefined {
  const [left, right] = [node.left, node.right];
  const number = termOf(right, names);
  if (left.type !== 'CallExpression' || number.kind !== 'number') return undefined;
  const found = methodCall(left, names);
  if (!found || !['indexOf', 'search', 'lastIndexOf'].includes(found.method)) return undefined;
  if (found.method === 'search' && found.argument?.kind !== 'pattern') return undefined;
  const sign = `${node.operator.replace('===', '==').replace('!==', '!=')} ${number.value}`;
  const isThere = ['>= 0', '> -1', '!= -1'].includes(sign);
  const isAbsent = ['== -1', '< 0'].includes(sign);
  if (isThere || isAbsent) return contained(found, isAbsent);
  if (found.method !== 'indexOf' || !/^[!=]= 0$/.test(sign)) return undefined;
  const { of, argument } = found;
  return of.kind === 'subject' && argument?.kind === 'text'
    ? matching(argument, { subject: of.subject, match: 'prefix', negated: sign.startsWith('!') })
    : undefined;
}

interface MethodCall {
  readonly of: Term;
  readonly method: string;
  readonly argument: Term | undefined;
}

function methodCall(
  { callee, arguments: args }: Extract<Expression, { type: 'CallExpression' }>,
  names: Names,
): MethodCall | undefined {
  if (callee.type !== 'MemberExpression' || callee.object.type === 'Super') return undefined;
  const method = propertyOf(callee);
  const [first] = args;
  if (method === undefined || args.length > 1) return undefined;
  return { of: termOf(callee.object, names), method, argument: first && termOf(first, names) };
}

/** A text in the answer, a pattern in it, or the answer among texts. */
function contained({ of, argument }: MethodCall, negated: boolean): Alternatives | undefined {
  if (of.kind === 'subject' && argument?.kind === 'text')
    return matching(argument, { subject: of.subject, match: 'part', negated });
  if (of.kind === 'subject' && argument?.kind === 'pattern')
    return patterned(of.subject, argument, negated);
  if (of.kind !== 'texts' || argument?.kind !== 'subject') return undefined;
  const { subject } = argument;
  const members = of.texts.flatMap((text) =>
    matching(text, { subject, match: 'exact', negated: false }),
  );
  return negated ? not(members) : members;
}

const textMethods: ReadonlyMap<string, MatchKind> = new Map([
  ['startsWith', 'prefix'],
  ['endsWith', 'suffix'],
  ['includes', 'part'],
]);

function call(
  node: Extract<Expression, { type: 'CallExpression' }>,
  { names }: Context,
): Alternatives | undefined {
  const found = methodCall(node, names);
  if (!found) return undefined;
  const { of, method, argument } = found;
  if (of.kind === 'person' && method === 'isInGroup' && argument?.kind === 'text')
    return matching(argument, { subject: 'group', match: 'exact', negated: false });
  const match = textMethods.get(method);
  if (match && of.kind === 'subject' && argument?.kind === 'text')
    return matching(argument, { subject: of.subject, match, negated: false });
  if (method === 'includes') return contained(found, false);
  if (method === 'test' && of.kind === 'pattern' && argument?.kind === 'subject')
    return patterned(argument.subject, of, false);
  return method === 'match' && of.kind === 'subject' && argument?.kind === 'pattern'
    ? patterned(of.subject, argument, false)
    : undefined;
}

/** A regular expression; one that is a text with anchors is that text. */
function patterned(
  subject: Subject,
  { source, span }: Extract<Term, { kind: 'pattern' }>,
  negated: boolean,
): Alternatives {
  const plain = /^(\^?)((?:[\w@:,/ -]|\\[.\-/@:])*)(\$?)$/.exec(source);
  const text = plain?.[2]?.replace(/\\/g, '') ?? source;
  const match = plain ? matchOf(plain[1] === '^', plain[3] === '$') : 'pattern';
  return matching({ kind: 'text', text, span }, { subject, match, negated });
}

function matchOf(fromStart: boolean, toEnd: boolean): MatchKind {
  if (fromStart && toEnd) return 'exact';
  if (fromStart) return 'prefix';
  return toEnd ? 'suffix' : 'part';
}
