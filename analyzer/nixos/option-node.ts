import { apply } from '../evaluate/apply.ts';
import { nested, type Session } from '../evaluate/session.ts';
import {
  type Attribute,
  type Attributes,
  Thunk,
  type Unknown,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import { type Definition, definitionsIn, holds, priorities, propertyOf } from './definitions.ts';
import { mergeDefinitions } from './merge.ts';

/** What one module system knows beside the definitions. */
export interface OptionTree {
  readonly session: Session;
  /** The value upstream gives to an option that nobody here defines, where that is certain. */
  readonly upstreamDefault: (path: readonly string[]) => Value | undefined;
}

/**
 * One path of options: everything that is defined and declared at or below it.
 *
 * Nodes are made when asked for. Which of them are options and which only lead
 * to options is known for declarations of the workspace alone; for the rest,
 * sets are taken to lead on.
 */
export class OptionNode {
  readonly tree: OptionTree;
  readonly path: readonly string[];
  /** Properties taken off, conditions not looked at, in the order of merging. */
  readonly definitions: readonly Definition[];
  readonly declaration: Attributes | undefined;
  readonly #declarations: readonly Attributes[];
  readonly #children = new Map<string, OptionNode>();
  readonly #value: Thunk;
  readonly #inheritedGaps: () => readonly Unknown[];
  #gaps: readonly Unknown[] | undefined;
  #leading: readonly Definition[] | undefined;

  constructor(tree: OptionTree, path: readonly string[], raw: RawNode) {
    this.tree = tree;
    this.path = path;
    this.definitions = raw.definitions.flatMap(definitionsIn);
    this.#inheritedGaps = raw.gaps;
    this.#declarations = raw.declarations.flatMap((thunk) => {
      const value = thunk.force();
      return value.kind === 'attrs' ? [value] : [];
    });
    this.declaration = this.#declarations.find((value) => propertyOf(value) === 'option');
    this.#value = new Thunk(this.definitions[0]?.content.site, () =>
      nested(tree.session, () => this.#finish(mergeDefinitions(this))),
    );
  }

  /** What may define something here and cannot be read. */
  get gaps(): readonly Unknown[] {
    this.#gaps ??= [...this.#inheritedGaps(), ...this.definitions.flatMap(unknownContent)];
    return this.#gaps;
  }

  /** The definitions whose attributes count: a forced set hides the others. */
  get #leads(): readonly Definition[] {
    this.#leading ??= unforced(this.definitions);
    return this.#leading;
  }

  /** The merged value, or why there is none. */
  get value(): Value {
    return this.#value.force();
  }

  get thunk(): Thunk {
    return this.#value;
  }

  /** The node of an attribute, whether or not anything is defined there. Making it looks into the definitions, and so counts as depth. */
  child(name: string): OptionNode {
    const known = this.#children.get(name);
    if (known) return known;
    this.tree.session.depth++;
    const node = new OptionNode(this.tree, [...this.path, name], {
      definitions: this.#leads.flatMap((definition) => childDefinition(definition, name)),
      declarations: this.declaration
        ? []
        : this.#declarations.flatMap((value) => value.get(name)?.value ?? []),
      gaps: () => this.gaps,
    });
    this.tree.session.depth--;
    this.#children.set(name, node);
    return node;
  }

  /** The node at the end of a path below this one. */
  at(path: readonly string[]): OptionNode {
    return path.reduce<OptionNode>((node, name) => node.child(name), this);
  }

  get isDeclared(): boolean {
    return this.#declarations.length > 0;
  }

  /** Every name that some definition here has, whatever its conditions, sorted. */
  names(): readonly string[] {
    const names = new Set<string>();
    for (const { content } of this.#leads) {
      const value = content.force();
      if (value.kind === 'attrs') for (const name of value.names()) names.add(name);
    }
    return [...names].sort();
  }

  /** Names declared below, for options that lead to options. */
  declaredNames(): readonly string[] {
    return this.declaration ? [] : this.#declarations.flatMap((value) => value.names());
  }

  /** The set that `config` shows at this path. */
  view(): Attributes {
    const node = this;
    return {
      kind: 'attrs',
      names: () =>
        [
          ...new Set([
            ...node.names().filter((name) => node.child(name).isPresent()),
            ...node.declaredNames(),
          ]),
        ].sort(),
      get: (name) => node.#attribute(name),
      get open() {
        return node.gaps[0];
      },
      missing: (name) => node.#missing(name),
    };
  }

  /** Whether some definition holds, or may hold. */
  isPresent(): boolean {
    return this.definitions.some((definition) => holds(definition) !== false);
  }

  #attribute(name: string): Attribute | undefined {
    const child = this.child(name);
    if (child.definitions.length === 0 && !child.isDeclared) return undefined;
    return { value: child.thunk, at: child.definitions[0]?.at };
  }

  #missing(name: string): Value {
    const path = [...this.path, name];
    return (
      this.tree.upstreamDefault(path) ?? this.gaps[0] ?? unknown({ kind: 'undefined-option', path })
    );
  }

  #finish(value: Value): Value {
    const transform = this.declaration?.get('apply')?.value;
    if (!transform || value.kind === 'failure') return value;
    return apply(transform.force(), Thunk.of(value), {
      session: this.tree.session,
      at: transform.site,
    });
  }
}

export interface RawNode {
  readonly definitions: readonly Definition[];
  readonly declarations: readonly Thunk[];
  readonly gaps: () => readonly Unknown[];
}

/**
 * Leaves out what a `mkForce` on a whole set overrides. Upstream decides whether
 * a set is one option or leads to several; a forced set is taken to be one.
 */
function unforced(definitions: readonly Definition[]): readonly Definition[] {
  if (definitions.every((definition) => definition.priority >= priorities.normal))
    return definitions;
  const strongest = Math.min(
    ...definitions
      .filter((definition) => holds(definition) === true)
      .map((definition) => definition.priority),
  );
  return definitions.filter((definition) => definition.priority <= strongest);
}

function childDefinition(definition: Definition, name: string): Definition[] {
  const content = definition.content.force();
  const attribute = content.kind === 'attrs' ? content.get(name) : undefined;
  return attribute ? [{ ...definition, content: attribute.value, at: attribute.at }] : [];
}

/** What a definition hides: all of it when unknown, the rest of it when open. */
function unknownContent(definition: Definition): Unknown[] {
  const content = definition.content.force();
  const gap =
    content.kind === 'unknown'
      ? content
      : content.kind === 'attrs' || content.kind === 'list'
        ? content.open
        : undefined;
  return gap && holds(definition) !== false ? [gap] : [];
}
