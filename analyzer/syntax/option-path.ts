import type { Node } from '#parser/tree.ts';
import { handingOn } from './handing-on.ts';
import { stringContent } from './string-content.ts';

/**
 * The names that lead to a value, as the module system would join them.
 * A name that is computed is `undefined`.
 */
export type OptionPath = readonly (string | undefined)[];

/**
 * The option path that the text gives to a node: the names around it, through
 * whatever a module may wrap around a value without changing where it goes.
 *
 * The path begins where the text stops saying what a value is for: at the file,
 * a `let` binding, an element of a list, an argument of a function that is not
 * known. Callers therefore look at the end of a path, never at its beginning.
 */
export function optionPath(node: Node): OptionPath {
  const names: (string | undefined)[] = [];
  let inner = node;
  for (let steps = 0; steps < farthest; steps++) {
    const outer = outward(inner);
    if (!outer) break;
    if (outer.kind === 'binding') names.unshift(...bindingPath(outer));
    inner = outer;
  }
  return names[0] === 'config' ? names.slice(1) : names;
}

/** Deeper nesting than people write; it keeps the time for hostile files linear. */
const farthest = 200;

/** The names on the left of a binding. */
export function bindingPath(binding: Node): OptionPath {
  const names: (string | undefined)[] = [];
  for (const child of binding.child('attrpath')?.children() ?? [])
    if (child.field === 'attr') names.push(attributeName(child));
  return names;
}

/** The name of an attribute without its quotes; `undefined` when it is computed. */
function attributeName(attribute: Node): string | undefined {
  if (attribute.kind === 'identifier') return attribute.text;
  const expression = attribute.kind === 'interpolation' ? attribute.child('expression') : attribute;
  return expression && literalString(expression);
}

/** What a string without interpolation says. */
export function literalString(node: Node): string | undefined {
  if (node.kind !== 'string_expression' && node.kind !== 'indented_string_expression') {
    return undefined;
  }
  const parts = stringContent(node.tree, node.id);
  const texts = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
  return texts.length === parts.length ? texts.join('') : undefined;
}

/**
 * Where in a path an option such as `services.*.virtualHosts` first ends:
 * the index after its last name. A star is any one name.
 */
export function optionEnd(path: OptionPath, option: readonly string[]): number | undefined {
  for (let end = option.length; end <= path.length; end++) {
    const start = end - option.length;
    if (option.every((name, index) => name === '*' || name === path[start + index])) return end;
  }
  return undefined;
}

/** The node around this one that means the same option, or gives it one more name. */
function outward(inner: Node): Node | undefined {
  const outer = inner.parent;
  if (!outer) return undefined;
  if (outer.kind === 'list_expression') return mergeAround(outer);
  return handsOn(outer, inner) ? outer : undefined;
}

function handsOn(outer: Node, inner: Node): boolean {
  const { kind } = outer;
  if (kind === 'binding_set') return true;
  if (kind === 'attrset_expression' || kind === 'rec_attrset_expression') return true;
  if (kind === 'parenthesized_expression') return true;
  if (kind === 'binding') return inner.field === 'expression' && !isLocal(outer);
  if (kind === 'if_expression') return inner.field !== 'condition';
  if (kind === 'binary_expression') return outer.child('operator')?.text === '//';
  if (kind === 'apply_expression') return isHandedOn(outer, inner);
  return bodied.has(kind) && inner.field === 'body';
}

const bodied: ReadonlySet<string> = new Set([
  'function_expression',
  'let_expression',
  'with_expression',
  'assert_expression',
]);

function isLocal(binding: Node): boolean {
  const around = binding.parent?.parent?.kind;
  return around !== 'attrset_expression' && around !== 'rec_attrset_expression';
}

function isHandedOn(apply: Node, argument: Node): boolean {
  if (argument.field !== 'argument') return false;
  const { name, position } = callOf(apply);
  return name !== undefined && handingOn.get(name) === position;
}

/** The attribute set that a value is, through what a module may wrap around it; `undefined` where it is made otherwise. */
export function wrappedSet(value: Node): Node | undefined {
  let node: Node | undefined = value;
  for (let steps = 0; node && steps < farthest; steps++) {
    if (node.kind === 'attrset_expression' || node.kind === 'rec_attrset_expression') return node;
    const inner: Node | undefined =
      node.kind === 'apply_expression' ? node.child('argument') : node.child('expression');
    if (node.kind !== 'apply_expression' && node.kind !== 'parenthesized_expression')
      return undefined;
    if (node.kind === 'apply_expression' && !(inner && isHandedOn(node, inner))) return undefined;
    node = inner;
  }
  return undefined;
}

/** The function at the head of an application, and which argument this application gives it. */
export function callOf(apply: Node): {
  readonly name: string | undefined;
  readonly position: number;
} {
  let position = 0;
  let head = apply.child('function');
  while (head?.kind === 'apply_expression') {
    position++;
    head = head.child('function');
  }
  if (head?.kind === 'variable_expression') return { name: head.text, position };
  const attrpath = head?.kind === 'select_expression' ? head.child('attrpath') : undefined;
  const last = attrpath && [...attrpath.children()].at(-1);
  return { name: last && attributeName(last), position };
}

/** The `mkMerge` whose list this is, or is a part of. */
function mergeAround(list: Node): Node | undefined {
  let part = list;
  for (let steps = 0; steps < farthest; steps++) {
    const outer = part.parent;
    if (!outer) return undefined;
    if (isArgument(part, outer, 'mkMerge', 0)) return outer;
    if (!joinsLists(part, outer)) return undefined;
    part = outer;
  }
  return undefined;
}

function joinsLists(part: Node, outer: Node): boolean {
  if (outer.kind === 'parenthesized_expression') return true;
  if (outer.kind === 'binary_expression') return outer.child('operator')?.text === '++';
  return isArgument(part, outer, 'optionals', 1);
}

function isArgument(part: Node, apply: Node, name: string, position: number): boolean {
  if (apply.kind !== 'apply_expression' || part.field !== 'argument') return false;
  const call = callOf(apply);
  return call.name === name && call.position === position;
}
