import { type Thunk, type Unknown, unknown } from '../evaluate/value.ts';
import type { OptionType } from '../option-types/option-type.ts';
import { isSamePath } from './alias.ts';
import { childDefinition, childDefinitions } from './child-definitions.ts';
import type { Definition } from './definitions.ts';
import type { OptionNode } from './option-node.ts';

/** What a node is made of. */
export interface RawNode {
  /** Asked for late, so that what is declared is known without looking at what is defined. */
  readonly definitions: () => readonly Definition[];
  readonly declarations: readonly Thunk[];
  readonly gaps: () => readonly Unknown[];
  /** The type that what is around the option gives it. */
  readonly type?: OptionType | undefined;
  /** The type of what is defined here and declared nowhere. */
  readonly freeform?: (() => OptionType | undefined) | undefined;
  /** Whether a module system begins here, or the node is a part of an option's value. */
  readonly place?: 'root' | 'value' | undefined;
}

/** What is known of options where evaluation stops. */
export const notLookedInto: RawNode = {
  definitions: () => [],
  declarations: [],
  gaps: () => [unknown({ kind: 'budget' })],
};

/** A part of a value that is wholly known. */
export function partOfValue(
  definitions: readonly Definition[],
  type: OptionType | undefined,
): RawNode {
  const place = 'value';
  return { definitions: () => definitions, declarations: [], gaps: () => [], type, place };
}

/** What `raw` tells of a part of an option, beside what is defined there. */
export type PartOf = Pick<RawNode, 'declarations' | 'type' | 'freeform' | 'place'>;

/** An option below another one, or a part of a value. */
export class Part implements RawNode {
  readonly declarations: readonly Thunk[];
  readonly type: OptionType | undefined;
  readonly freeform: (() => OptionType | undefined) | undefined;
  readonly place: 'root' | 'value' | undefined;
  readonly #parent: OptionNode;
  readonly #name: string;

  constructor(parent: OptionNode, name: string, { declarations, type, freeform, place }: PartOf) {
    this.#parent = parent;
    this.#name = name;
    this.declarations = declarations;
    this.type = type;
    this.freeform = freeform;
    this.place = place;
  }

  definitions(): readonly Definition[] {
    const { leads, tree, path } = this.#parent;
    const own = childDefinitions(leads.under(this.#name), this.#name, childDefinition);
    const aliases = tree.aliases();
    if (aliases.length === 0) return own;
    const here = [...path, this.#name];
    const found = aliases.filter(({ to }) => isSamePath(to, here));
    return [...own, ...found.flatMap(({ definitions }) => definitions(tree.root()))];
  }

  gaps(): readonly Unknown[] {
    return this.#parent.gaps;
  }
}
