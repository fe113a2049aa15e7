import type { Node } from '#parser/tree.ts';
import { siteOf } from './document.ts';
import { callFunction } from './functions.ts';
import { expressions, parts } from './nodes.ts';
import { evaluateOperation } from './operations.ts';
import { type Scope, withNames } from './scope.ts';
import { evaluateTemplate } from './template.ts';
import { applyAccessors, evaluateName } from './traversal.ts';
import {
  absent,
  booleanOf,
  type HclValue,
  list,
  literal,
  object,
  reasonOf,
  textOf,
  undecided,
} from './value.ts';

/** Below this many nested evaluations the stack is safe. */
const deepestExpression = 200;

/**
 * Folds a term as far as the files allow: a first node with the accessors that
 * follow it. Never throws, and ends by its budget.
 */
export function evaluateTerm(nodes: readonly Node[], scope: Scope): HclValue {
  const { session } = scope;
  if (session.steps <= 0 || session.depth > deepestExpression) {
    return undecided('too much to evaluate');
  }
  session.steps--;
  session.depth++;
  const value = evaluateNow(nodes, scope);
  session.depth--;
  return value;
}

function evaluateNow(nodes: readonly Node[], scope: Scope): HclValue {
  const [first, ...accessors] = nodes;
  if (!first || nodes.some((node) => node.kind === 'ERROR' || node.kind === 'MISSING')) {
    return undecided('the expression is not complete');
  }
  if (first.kind === 'variable_expr') return evaluateName(first, accessors, scope);
  const value = evaluateFirst(first, scope);
  return accessors.length === 0 ? value : applyAccessors(value, accessors, scope);
}

function evaluateFirst(node: Node, scope: Scope): HclValue {
  switch (node.kind) {
    case 'expression':
      return evaluateTerm(parts(node), scope);
    case 'literal_value':
    case 'collection_value':
    case 'template_expr':
    case 'for_expr':
      return evaluateFirst(parts(node)[0] ?? node, scope);
    case 'numeric_lit':
      return literal(Number(node.text));
    case 'bool_lit':
      return literal(node.text === 'true');
    case 'null_lit':
      return absent;
    case 'string_lit':
    case 'quoted_template':
    case 'heredoc_template':
      return evaluateTemplate(node, scope);
    case 'tuple':
      return list(expressions(node).map((item) => evaluate(item, scope)));
    case 'object':
      return evaluateObject(node, scope);
    case 'for_tuple_expr':
    case 'for_object_expr':
      return evaluateFor(node, scope);
    case 'conditional':
      return evaluateConditional(node, scope);
    case 'operation':
      return evaluateOperation(parts(node)[0] ?? node, scope);
    case 'function_call':
      return evaluateCall(node, scope);
    default:
      return undecided(`\`${node.text.slice(0, 40)}\` is not evaluated`);
  }
}

function evaluate(node: Node, scope: Scope): HclValue {
  return evaluateTerm([node], scope);
}

function evaluateObject(node: Node, scope: Scope): HclValue {
  const entries: [string, HclValue][] = [];
  for (const element of parts(node)) {
    if (element.kind === 'object_start' || element.kind === 'object_end') continue;
    const key = element.child('key');
    const value = element.child('val');
    const name = key && objectKey(key, scope);
    if (!key || !value || name === undefined) {
      return undecided('a key of the object is not known');
    }
    entries.push([name, { ...evaluate(value, scope), ...writtenAt(key, scope) }]);
  }
  return object(entries);
}

function writtenAt(key: Node, scope: Scope): Pick<HclValue, 'at'> {
  const file = scope.session.fileOf.get(key.tree);
  return file === undefined ? {} : { at: siteOf(file, key) };
}

/** A bare name is the key itself; anything else is an expression. */
function objectKey(key: Node, scope: Scope): string | undefined {
  const written = parts(key);
  if (written.length === 1 && written[0]?.kind === 'variable_expr') return key.text;
  return textOf(evaluate(key, scope));
}

function evaluateConditional(node: Node, scope: Scope): HclValue {
  const [condition, yes, no] = expressions(node);
  if (!condition || !yes || !no) return undecided('the expression is not complete');
  const decision = evaluate(condition, scope);
  const chosen = booleanOf(decision);
  return chosen === undefined ? undecided(reasonOf(decision)) : evaluate(chosen ? yes : no, scope);
}

function evaluateCall(node: Node, scope: Scope): HclValue {
  const [name, given] = parts(node);
  const passed = given ? parts(given) : [];
  if (!name || passed.some((argument) => argument.kind === 'ellipsis')) {
    return undecided('a call with `...` is not evaluated');
  }
  const values = passed.map((argument) => evaluate(argument, scope));
  return callFunction(name.text, values);
}

/** `[for k, v in m : v if c]` and `{ for k, v in m : k => v }`. */
function evaluateFor(node: Node, scope: Scope): HclValue {
  const inner = parts(node);
  const intro = inner.find((part) => part.kind === 'for_intro');
  const source = intro && expressions(intro)[0];
  if (!intro || !source) return undecided('the expression is not complete');
  const walked = entriesOf(evaluate(source, scope));
  if (!Array.isArray(walked)) return walked;
  if (inner.some((part) => part.kind === 'ellipsis')) return undecided('grouping is not evaluated');
  const results: HclValue[][] = [];
  for (const [key, value] of walked) {
    const bound = bind(intro, [key, value], scope);
    const kept = passes(inner, bound);
    if (kept === undefined) return undecided('a condition of the `for` is not known');
    if (kept) results.push(expressions(node).map((part) => evaluate(part, bound)));
  }
  if (node.kind === 'for_tuple_expr') return list(results.flat());
  const entries = results.map(([key, value]): [string | undefined, HclValue] => [
    key && textOf(key),
    value ?? absent,
  ]);
  if (!entries.every((entry): entry is [string, HclValue] => entry[0] !== undefined)) {
    return undecided('a key of the object is not known');
  }
  return object(entries);
}

function bind(intro: Node, [key, value]: readonly [HclValue, HclValue], scope: Scope): Scope {
  const names = parts(intro).filter((part) => part.kind === 'identifier');
  const [first, second] = names.map((name) => name.text);
  if (first === undefined) return scope;
  const bound: [string, HclValue][] =
    second === undefined
      ? [[first, value]]
      : [
          [first, key],
          [second, value],
        ];
  return withNames(scope, bound);
}

function passes(inner: readonly Node[], scope: Scope): boolean | undefined {
  const condition = inner.find((part) => part.kind === 'for_cond');
  const test = condition && expressions(condition)[0];
  return test ? booleanOf(evaluate(test, scope)) : true;
}

/** What a `for` walks over, with keys, or why it cannot be told. */
function entriesOf(value: HclValue): [HclValue, HclValue][] | HclValue {
  switch (value.kind) {
    case 'list':
      return value.items.map((item, index) => [literal(index), item]);
    case 'object':
      return [...value.entries].map(([key, item]) => [literal(key), item]);
    case 'literal':
    case 'absent':
    case 'reference':
    case 'undecided':
      return undecided(reasonOf(value));
  }
}
