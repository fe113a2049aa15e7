import type { Node } from 'acorn';
import { contains, type Span } from '#parser/span.ts';
import { readScript } from '../data/script.ts';
import { type Insertion, insertAfter, insertBefore } from './insertion.ts';

/** A grant that a file of rules has, with the places of its two names. */
export interface WrittenGrant {
  readonly user: string;
  readonly unit: string;
  readonly userSpan: Span;
  readonly unitSpan: Span;
}

/**
 * Lets a user manage one more unit, in a file of rules that grants others: as a
 * further alternative of the user’s own grant, else by a copy of a grant of one
 * unit at its place by user. `undefined` where no grant has such a form.
 */
export function insertGrant(
  text: string,
  grants: readonly WrittenGrant[],
  wanted: { readonly user: string; readonly unit: string },
): Insertion | undefined {
  const script = readScript(text);
  if ('what' in script) return undefined;
  const own = grants.filter(({ user }) => user === wanted.user);
  const near = own.findLast(({ unit }) => unit < wanted.unit) ?? own[0];
  if (near) return widened(text, ancestorsOf(script, near.unitSpan), { near, unit: wanted.unit });
  const models = grants.flatMap((grant) => {
    const statement = ancestorsOf(script, grant.unitSpan).findLast(isIf);
    const isAlone = grants.filter(({ unitSpan }) => statement && contains(statement, unitSpan));
    return statement && contains(statement, grant.userSpan) && isAlone.length === 1
      ? [{ grant, statement }]
      : [];
  });
  const [model] = models;
  if (!model) return undefined;
  const item = { text: renamed(text, model, wanted) };
  const next = models.find(({ grant }) => grant.user > wanted.user);
  const end = models.at(-1) ?? model;
  return next ? insertBefore(text, next.statement, item) : insertAfter(text, end.statement, item);
}

/** `unit == "a.service"` becomes `(unit == "a.service" || unit == "b.service")`. */
function widened(
  text: string,
  ancestors: readonly Node[],
  { near, unit }: { readonly near: WrittenGrant; readonly unit: string },
): Insertion | undefined {
  const [comparison, outer] = ancestors.toReversed().filter(({ type }) => type !== 'Literal');
  if (comparison?.type !== 'BinaryExpression') return undefined;
  const { start, end } = comparison;
  const written = text.slice(start, end);
  const quoted = text.slice(near.unitSpan.start, near.unitSpan.end);
  const alike = written.replace(quoted, quoted.replace(near.unit, unit));
  if (alike === written) return undefined;
  const both = near.unit < unit ? `${written} || ${alike}` : `${alike} || ${written}`;
  const isAlternative = outer?.type === 'LogicalExpression' && isOr(outer);
  return { span: { start, end }, text: isAlternative ? both : `(${both})` };
}

function renamed(
  text: string,
  { grant, statement }: { readonly grant: WrittenGrant; readonly statement: Span },
  { user, unit }: { readonly user: string; readonly unit: string },
): string {
  const parts = [
    { span: grant.userSpan, from: grant.user, to: user },
    { span: grant.unitSpan, from: grant.unit, to: unit },
  ].toSorted((a, b) => b.span.start - a.span.start);
  let written = text.slice(statement.start, statement.end);
  for (const { span, from, to } of parts) {
    const [start, end] = [span.start - statement.start, span.end - statement.start];
    const literal = written.slice(start, end).replace(from, to);
    written = written.slice(0, start) + literal + written.slice(end);
  }
  return written;
}

/** The nodes around a span, the outermost first. */
function ancestorsOf(node: Node, span: Span): readonly Node[] {
  const found: Node[] = [];
  let current: Node | undefined = node;
  while (current) {
    found.push(current);
    current = childrenOf(current).find((child) => contains(child, span));
  }
  return found;
}

function childrenOf(node: Node): readonly Node[] {
  return Object.values(node).flat().filter(isNode);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

function isIf({ type }: Node): boolean {
  return type === 'IfStatement';
}

function isOr(node: Node): boolean {
  return 'operator' in node && node.operator === '||';
}
