import {
  type Attribute,
  type Attributes,
  compareStrings,
  type Unknown,
  unknown,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import { isPassedBelow } from './alias.ts';
import { unknownContent } from './child-definitions.ts';
import { holds } from './definitions.ts';
import type { OptionNode } from './option-node.ts';

/** The set that `config` shows at a path that is no submodule. */
export function configView(node: OptionNode): Attributes {
  const { structure } = node;
  const isSet = structure.kind === 'elements' && !structure.lazy;
  const isLazy = structure.kind === 'elements' && structure.lazy;
  return {
    kind: 'attrs',
    names: () => {
      const isThere = (name: string): boolean => {
        const verdict = presence(node.child(name));
        return isSet ? verdict === true : verdict !== false;
      };
      const certain = isLazy ? node.names() : node.names().filter(isThere);
      const all = new Set([...certain, ...node.declaredNames()]);
      // What a module system says of itself is no part of what it configures.
      if (node.isRoot) all.delete('_module');
      return [...all].sort(compareStrings);
    },
    get: (name) => (isSet ? element(node, name) : attribute(node, name)),
    get open() {
      return gapIn(node) ?? (isSet ? doubtfulName(node) : undefined);
    },
    missing: (name) => {
      if (structure.kind !== 'elements') return missingOption(node, name);
      return isLazy ? gapIn(node) : missingElement(node, name);
    },
  };
}

/** What may define names that are not known, such as a default that is unknown. */
function gapIn({ gaps, structure }: OptionNode): Unknown | undefined {
  if (gaps[0] || structure.kind !== 'elements') return gaps[0];
  for (const definition of structure.definitions) {
    const gap = unknownContent(definition);
    if (gap) return gap;
  }
  return undefined;
}

/** Whether something is defined there: yes, no, or why that cannot be told. */
function presence(node: OptionNode): boolean | Unknown {
  let doubt: Unknown | undefined;
  for (const definition of node.definitions) {
    const verdict = holds(definition);
    if (verdict === true) return true;
    if (typeof verdict === 'object') doubt ??= verdict;
  }
  return doubt ?? false;
}

/** Why some name may be there or not. */
function doubtfulName(node: OptionNode): Unknown | undefined {
  for (const name of node.names()) {
    const verdict = presence(node.child(name));
    if (typeof verdict === 'object') return verdict;
  }
  return undefined;
}

/** An option is there whatever the conditions of its definitions. */
function attribute(node: OptionNode, name: string): Attribute | undefined {
  if (!node.mentions(name)) return undefined;
  const child = node.child(name);
  if (child.definitions.length === 0 && !child.isDeclared && !isPassedBelow(child))
    return undefined;
  return { value: child.thunk, at: child.definitions[0]?.at };
}

/** An element of a set is there when its definition holds. */
function element(node: OptionNode, name: string): Attribute | undefined {
  if (!node.mentions(name)) return undefined;
  const child = node.child(name);
  return presence(child) === true
    ? { value: child.thunk, at: child.definitions[0]?.at }
    : undefined;
}

function missingElement(node: OptionNode, name: string): Value | undefined {
  const verdict = presence(node.child(name));
  return typeof verdict === 'object' ? verdict : gapIn(node);
}

function missingOption(node: OptionNode, name: string): Value | undefined {
  const path = [...node.path, name];
  const known = node.tree.upstreamDefault(path) ?? node.gaps[0];
  if (known) return known;
  if (node.isFreeform) return unsupported('freeformType');
  return node.tree.closed ? undefined : unknown({ kind: 'undefined-option', path });
}
