import { contains, type Span } from '#parser/span.ts';
import { type Node, root, type Tree } from '#parser/tree.ts';
import { bindingPath, type OptionPath, wrappedSet } from '../syntax/option-path.ts';

/** A binding that says something of a named thing: `shop = { … }`, `users.users.shop = { … }`, `shop.uid = 3`. */
export interface NamedBinding {
  readonly name: string;
  readonly binding: Node;
  /** What is written before the name, such as `users.users.`. */
  readonly prefix: string;
  /** The names behind it: `uid`. Empty where the value is the thing’s own set. */
  readonly rest: OptionPath;
  /** The thing’s set, where it is written out there. */
  readonly set: Node | undefined;
}

/**
 * The binding whose left side has the name at a span, or whose value is the
 * span. `undefined` where the text does not write that name there, because it
 * is computed or comes from elsewhere.
 */
export function namedBindingAt(tree: Tree, span: Span, name: string): NamedBinding | undefined {
  for (const node of root(tree).descendants()) {
    if (node.kind !== 'binding' || !contains(node.span, span)) continue;
    const found = namedBinding(node, span, name);
    if (found) return found;
  }
  return undefined;
}

function namedBinding(binding: Node, span: Span, name: string): NamedBinding | undefined {
  const [left, value] = [binding.child('attrpath'), binding.child('expression')];
  if (!left || !value) return undefined;
  const attributes = [...left.children()].filter((child) => child.field === 'attr');
  const isValue = value.start === span.start && value.end === span.end;
  const at = attributes.findIndex((attribute) => contains(attribute.span, span));
  const index = isValue ? attributes.length - 1 : at;
  const path = bindingPath(binding);
  const attribute = attributes[index];
  if (!attribute || path[index] !== name) return undefined;
  const rest = path.slice(index + 1);
  return {
    name,
    binding,
    prefix: binding.tree.text.slice(left.start, attribute.start),
    rest,
    set: rest.length === 0 ? wrappedSet(value) : undefined,
  };
}
