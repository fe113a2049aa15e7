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
import { leadsToOurs } from './own-options.ts';

/** The set that `config` shows at a path that is no submodule. */
export function configView(node: OptionNode): Attributes {
  const { structure } = node;
  if (structure.kind !== 'elements') return new ConfigView(node, 'options');
  return new ConfigView(node, structure.lazy ? 'lazy' : 'elements');
}

/** Options below one that leads to them, or elements of a set, which may be there whatever their conditions. */
type Shown = 'options' | 'elements' | 'lazy';

class ConfigView implements Attributes {
  readonly kind = 'attrs';
  readonly #node: OptionNode;
  readonly #shown: Shown;

  constructor(node: OptionNode, shown: Shown) {
    this.#node = node;
    this.#shown = shown;
  }

  names(): readonly string[] {
    const node = this.#node;
    const isThere = (name: string): boolean => {
      const verdict = presence(node.child(name));
      return this.#shown === 'elements' ? verdict === true : verdict !== false;
    };
    const certain = this.#shown === 'lazy' ? node.names() : node.names().filter(isThere);
    const all = new Set([...certain, ...node.declaredNames()]);
    // What a module system says of itself is no part of what it configures.
    if (node.isRoot) all.delete('_module');
    return [...all].sort(compareStrings);
  }

  get(name: string): Attribute | undefined {
    return this.#shown === 'elements' ? element(this.#node, name) : attribute(this.#node, name);
  }

  get open(): Unknown | undefined {
    return gapIn(this.#node) ?? (this.#shown === 'elements' ? doubtfulName(this.#node) : undefined);
  }

  declares(name: string): boolean | undefined {
    return this.#shown === 'options' ? declaredUpstream(this.#node, name) : undefined;
  }

  missing(name: string): Value | undefined {
    if (this.#shown === 'options') return missingOption(this.#node, name);
    return this.#shown === 'lazy' ? gapIn(this.#node) : missingElement(this.#node, name);
  }
}

/** At the top, upstream declares what it is known to declare, whoever defines it. */
function declaredUpstream({ isRoot, path, tree }: OptionNode, name: string): boolean | undefined {
  return isRoot && path.length === 0 ? tree.upstreamDeclares(name) : undefined;
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
  const isClosed = node.tree.closed || leadsToOurs(node);
  return isClosed ? undefined : unknown({ kind: 'undefined-option', path });
}
