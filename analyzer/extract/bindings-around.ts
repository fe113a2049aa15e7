import type { Node, NodeId, Tree } from '#parser/tree.ts';
import { oncePer } from '../once-per.ts';
import { type OptionPath, optionPath } from '../syntax/option-path.ts';

/** A binding around a place of a file. */
interface Around {
  readonly binding: Node;
  /** The names that lead to its value. */
  readonly names: OptionPath;
  /** The first thing on the way that may keep the place from being evaluated. */
  readonly crossing: Node | undefined;
}

/** What stands around a place is the same for every machine that has it. */
const knownAround = oncePer((_: Tree) => new Map<NodeId, readonly Around[]>());

/** The bindings around a place, the innermost first. */
export function bindingsAround(from: Node): readonly Around[] {
  const known = knownAround(from.tree);
  const around = known.get(from.id) ?? [...readAround(from)];
  known.set(from.id, around);
  return around;
}

function* readAround(from: Node): Generator<Around> {
  let crossing: Node | undefined;
  for (let node: Node | undefined = from; node?.parent; node = node.parent) {
    if (!crossing && (isChoice(node) || isInnerFunction(node))) crossing = node;
    if (node.parent.kind === 'binding' && node.field === 'expression')
      yield { binding: node.parent, names: optionPath(node), crossing };
  }
}

/** A function that something around it may apply or not, unlike that of a module. */
function isInnerFunction(node: Node): boolean {
  if (node.kind !== 'function_expression' || isHomeModule(node)) return false;
  for (let outer = node.parent; outer && outer.kind !== 'source_code'; outer = outer.parent) {
    if (!transparent.has(outer.kind)) return true;
  }
  return false;
}

function isHomeModule(node: Node): boolean {
  const path = optionPath(node);
  return path.length === 3 && path[0] === 'home-manager' && path[1] === 'users';
}

const transparent: ReadonlySet<string> = new Set([
  'function_expression',
  'let_expression',
  'parenthesized_expression',
]);

/** Code around a place that may leave it out. */
export function isChoice(node: Node): boolean {
  if (node.kind === 'if_expression') return true;
  if (node.kind !== 'apply_expression') return false;
  const called = node.child('function');
  if (!called) return false;
  return [called, ...called.descendants()].some(({ kind, text }) => {
    const isName = kind === 'identifier' || kind === 'variable_expression';
    return isName && /^optional(s|String|Attrs)?$/.test(text);
  });
}
