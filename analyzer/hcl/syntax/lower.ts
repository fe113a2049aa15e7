import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Site } from '#analyzer/site.ts';
import type { Node } from '#parser/tree.ts';
import { numberFrom } from '../values/convert.ts';
import { bool, nothing, string, type Value } from '../values/value.ts';
import type { Expression, ObjectItem } from './expression.ts';
import { decoded } from './literal-text.ts';
import { lowerAccessors } from './lower-accessors.ts';
import { lowerConditional } from './lower-conditional.ts';
import { lowerTemplate } from './lower-template.ts';
import { broken, deepest, here, type Lowering } from './lowering.ts';
import { expressions, parts } from './nodes.ts';

/** The expression that a node of the tree stands for. Never throws. */
export function lowerExpression(node: Node, file: FilePath): Expression {
  return lowerTerm([node], { file, depth: 0, lower: lowerTerm });
}

/** A first node with the accessors that follow it. */
export function lowerTerm(nodes: readonly Node[], outer: Lowering): Expression {
  const lowering = { ...outer, depth: outer.depth + 1 };
  const [first, ...accessors] = nodes;
  const incomplete = nodes.some((node) => node.kind === 'ERROR' || node.kind === 'MISSING');
  if (!first) return { at: startOf(outer), kind: 'broken', reason: 'nothing is here' };
  if (incomplete) return broken(first, outer, 'the expression is not complete');
  if (lowering.depth > deepest) return broken(first, outer, 'the expression is nested too deeply');
  const term = lowerFirst(first, lowering);
  return accessors.length === 0 ? term : lowerAccessors(term, accessors, lowering);
}

function startOf({ file, origin }: Lowering): Site {
  return origin ?? { file, expr: 0 };
}

function lowerFirst(node: Node, lowering: Lowering): Expression {
  const inner = parts(node);
  switch (node.kind) {
    case 'expression':
      return lowering.lower(inner, lowering);
    case 'literal_value':
    case 'collection_value':
    case 'template_expr':
    case 'for_expr':
    case 'operation':
      return lowerFirst(inner[0] ?? node, lowering);
    case 'numeric_lit':
      return lowerNumber(node, lowering);
    case 'bool_lit':
      return literal(node, lowering, bool(node.text === 'true'));
    case 'null_lit':
      return literal(node, lowering, nothing);
    case 'string_lit':
      return lowerText(node, lowering);
    case 'quoted_template':
    case 'heredoc_template':
      return lowerTemplate(node, lowering);
    case 'variable_expr':
      return { ...here(node, lowering), kind: 'variable', name: node.text };
    default:
      return lowerCompound(node, lowering);
  }
}

function lowerCompound(node: Node, lowering: Lowering): Expression {
  switch (node.kind) {
    case 'tuple': {
      const items = expressions(node).map((item) => lowering.lower([item], lowering));
      return { ...here(node, lowering), kind: 'tuple', items };
    }
    case 'object':
      return lowerObject(node, lowering);
    case 'for_tuple_expr':
    case 'for_object_expr':
      return lowerFor(node, lowering);
    case 'conditional':
      return lowerConditional(node, lowering);
    case 'unary_operation':
    case 'binary_operation':
      return lowerOperation(node, lowering);
    case 'function_call':
      return lowerCall(node, lowering);
    default:
      return broken(node, lowering, `\`${node.text.slice(0, 40)}\` is no expression`);
  }
}

function literal(node: Node, lowering: Lowering, value: Value): Expression {
  const { at } = here(node, lowering);
  return { at, kind: 'literal', value: { ...value, at } };
}

function lowerNumber(node: Node, lowering: Lowering): Expression {
  if (!/^\d/.test(node.text) || /^0x/i.test(node.text)) {
    return broken(node, lowering, `\`${node.text}\` is no number`);
  }
  return literal(node, lowering, numberFrom(node.text));
}

function lowerText(node: Node, lowering: Lowering): Expression {
  const text = decoded(node.text.slice(1, -1), 'quoted');
  if (text === undefined)
    return broken(node, lowering, 'the text has an escape that means nothing');
  return literal(node, lowering, string(text));
}

function lowerObject(node: Node, lowering: Lowering): Expression {
  const items: ObjectItem[] = [];
  for (const element of parts(node)) {
    if (element.kind === 'object_start' || element.kind === 'object_end') continue;
    const [key, value] = [element.child('key'), element.child('val')];
    if (!key || !value) return broken(element, lowering, 'the object is not complete');
    items.push({ key: lowerKey(key, lowering), value: lowering.lower([value], lowering) });
  }
  return { ...here(node, lowering), kind: 'object', items };
}

/** A bare name is the key itself, more than a name must be in parentheses, anything else is an expression. */
function lowerKey(node: Node, lowering: Lowering): Expression {
  const written = parts(node);
  const [first] = written;
  const value = first?.kind === 'literal_value' ? parts(first)[0]?.kind : undefined;
  const isWord = first?.kind === 'variable_expr' || value === 'bool_lit' || value === 'null_lit';
  if (isWord && written.length === 1) return literal(node, lowering, string(node.text));
  if (first?.kind === 'variable_expr' && written.slice(1).every(isPlainAccessor)) {
    return broken(node, lowering, `\`${node.text}\` is ambiguous as a key`);
  }
  return lowering.lower([node], lowering);
}

function isPlainAccessor(node: Node): boolean {
  if (node.kind === 'get_attr') return true;
  return node.kind === 'index' && /^\.\d|^\[\s*(\d+|"[^"$%\\]*")\s*\]$/.test(node.text);
}

/** `[for k, v in m : v if c]` and `{ for k, v in m : k => v... if c }`. */
function lowerFor(node: Node, lowering: Lowering): Expression {
  const inner = parts(node);
  const intro = inner.find((part) => part.kind === 'for_intro');
  const names = intro ? parts(intro).filter((part) => part.kind === 'identifier') : [];
  const collection = intro && expressions(intro)[0];
  const condition = inner.find((part) => part.kind === 'for_cond');
  const results = expressions(node);
  const [result, key] = results.toReversed();
  const valueName = names.at(-1)?.text;
  if (!collection || !result || valueName === undefined) {
    return broken(node, lowering, 'the `for` is not complete');
  }
  const test = condition && expressions(condition)[0];
  return {
    ...here(node, lowering),
    kind: 'for',
    keyName: names.length > 1 ? names[0]?.text : undefined,
    valueName,
    collection: lowering.lower([collection], lowering),
    key: key && lowering.lower([key], lowering),
    result: lowering.lower([result], lowering),
    condition: test && lowering.lower([test], lowering),
    groups: inner.some((part) => part.kind === 'ellipsis'),
  };
}

/** `a + b`, `!a` and their kin; operands may be terms with accessors. */
function lowerOperation(node: Node, lowering: Lowering): Expression {
  const inner = parts(node);
  const at = inner.findIndex(({ kind }) => operators.has(kind));
  const operator = inner[at]?.text ?? '';
  const right = lowering.lower(inner.slice(at + 1), lowering);
  if (at === 0) return { ...here(node, lowering), kind: 'unary', operator, operand: right };
  const left = lowering.lower(inner.slice(0, at), lowering);
  return { ...here(node, lowering), kind: 'binary', operator, left, right };
}

const operators = new Set<string>([
  ...['!', '!=', '&&', '*', '+', '-', '/', '<', '<=', '==', '>', '>=', '||', '%'],
]);

function lowerCall(node: Node, lowering: Lowering): Expression {
  const [name, given] = parts(node);
  const passed = given ? parts(given) : [];
  return {
    ...here(node, lowering),
    kind: 'call',
    name: name?.text ?? '',
    arguments: passed
      .filter(({ kind }) => kind !== 'ellipsis')
      .map((argument) => lowering.lower([argument], lowering)),
    expands: passed.some(({ kind }) => kind === 'ellipsis'),
  };
}
