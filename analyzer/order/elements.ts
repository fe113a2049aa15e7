import {
  bindingPath,
  literalString,
  type OptionPath,
  optionEnd,
  optionPath,
} from '#analyzer/syntax/option-path.ts';
import { Kind, type NodeKind } from '#parser/kinds.ts';
import type { Span } from '#parser/span.ts';
import { Node, type NodeId, type Tree } from '#parser/tree.ts';

/** One thing in a container, with what it is sorted by. */
export interface Element {
  /** All of it, such as a binding with its semicolon. */
  readonly span: Span;
  /** What a person calls it by, such as the left side of a binding. */
  readonly name: Span;
  /** The name as people read it. */
  readonly label: string;
  /** Unquoted. `undefined`: not a member of what is sorted, or not known. */
  readonly key: string | undefined;
}

/**
 * A list, an attribute set, or the blocks of a file.
 *
 * Members of a list or a set are compared when nothing but members stands
 * between them; members among blocks are compared whatever stands between.
 */
export interface Container {
  readonly kind: 'list' | 'attributes' | 'blocks';
  /** Holds the elements and every comment among them. */
  readonly node: Node;
  /** Everything in the node, members or not, in the order of the text. */
  readonly elements: readonly Element[];
}

/** The elements of a list, by a key each. */
export function listContainer(list: Node, keyOf: (element: Node) => string | undefined): Container {
  const elements = [...list.children()].filter((child) => child.field === 'element');
  return {
    kind: 'list',
    node: list,
    elements: elements.map((element): Element => {
      const key = keyOf(element);
      return { span: element.span, name: element.span, label: key ?? '', key };
    }),
  };
}

/**
 * The attributes that the sets of a file give to an option such as
 * `users.users`: those of a set that is the option's value, and those that
 * other sets name by longer paths, such as `users.users.ada = { }`.
 */
export function attributeContainers(file: Node, option: readonly string[]): readonly Container[] {
  if (!option.every((name) => name === '*' || file.tree.text.includes(name))) return [];
  return nodesOfKind(file.tree, 'binding_set').flatMap((set) => attributesOf(set, option));
}

/** The lists of a file whose option path the test accepts. */
export function listsAt(file: Node, accepts: (path: OptionPath) => boolean): readonly Node[] {
  return nodesOfKind(file.tree, 'list_expression').filter((list) => accepts(optionPath(list)));
}

/** The nodes of one kind, in the order of the text. */
export function nodesOfKind(tree: Tree, kind: NodeKind): readonly Node[] {
  const found: Node[] = [];
  const wanted = Kind[kind];
  for (let row = 0; row < tree.size; row++) {
    if (tree.kind[row] === wanted) found.push(new Node(tree, row as NodeId));
  }
  return found;
}

function attributesOf(bindingSet: Node, option: readonly string[]): readonly Container[] {
  const set = bindingSet.parent;
  if (set?.kind !== 'attrset_expression' && set?.kind !== 'rec_attrset_expression') return [];
  const prefix = optionPath(set);
  const bindings = [...bindingSet.children()].filter((child) => child.field === 'binding');
  const members = bindings.map((binding) => ({ binding, ...memberOf(binding, prefix, option) }));
  const options = new Set(members.flatMap(({ owner }) => owner ?? []));
  return [...options].map((owner) => ({
    kind: 'attributes',
    node: set,
    elements: members.map((member) => ({
      span: member.binding.span,
      name: (member.binding.child('attrpath') ?? member.binding).span,
      label: member.key ?? '',
      key: member.owner === owner ? member.key : undefined,
    })),
  }));
}

interface AttributeMember {
  /** The option's own path, written out; two options of one set are two containers. */
  readonly owner: string | undefined;
  readonly key: string | undefined;
}

function memberOf(binding: Node, prefix: OptionPath, option: readonly string[]): AttributeMember {
  const path = [...prefix, ...bindingPath(binding)];
  const end = optionEnd(path, option);
  if (binding.kind !== 'binding' || end === undefined || end < prefix.length) {
    return { owner: undefined, key: undefined };
  }
  const key = path[end];
  return { owner: key === undefined ? undefined : JSON.stringify(path.slice(0, end)), key };
}

/** The written integer of a list element. */
export function integerKey(element: Node): string | undefined {
  return element.kind === 'integer_expression' ? element.text : undefined;
}

/** The text of a path literal without interpolation. */
export function pathKey(element: Node): string | undefined {
  if (element.kind !== 'path_expression' && element.kind !== 'hpath_expression') return undefined;
  const parts = [...element.children()];
  return parts.every((part) => part.kind === 'path_fragment') ? element.text : undefined;
}

/** What a text of a list says; `undefined` when it has interpolation. */
export function textKey(element: Node): string | undefined {
  return literalString(element);
}

/** The value of one attribute of a list element, when it is a written integer. */
export function childIntegerKey(element: Node, attribute: string): string | undefined {
  const bindings = [...element.children()].find((child) => child.kind === 'binding_set');
  if (element.kind !== 'attrset_expression' || !bindings) return undefined;
  const binding = [...bindings.children()].find(
    (child) => child.kind === 'binding' && child.child('attrpath')?.text === attribute,
  );
  const value = binding?.child('expression');
  return value && integerKey(value);
}
