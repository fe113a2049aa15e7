import type { Thunk } from '../evaluate/value.ts';
import { type OptionType, typeIn } from '../option-types/option-type.ts';
import { type Outcome, resolve } from '../option-types/resolve.ts';
import type { Definition } from './definitions.ts';
import type { OptionNode } from './option-node.ts';
import { settledDefinitions } from './settle.ts';

/** What is below an option, as its type says. */
export type Structure =
  /** Anything: sets lead on, and merge by their form. */
  | { readonly kind: 'free' }
  /** Names that definitions give, each with a value of a type. */
  | {
      readonly kind: 'elements';
      readonly definitions: readonly Definition[];
      readonly type: (name: string) => OptionType | undefined;
      /** Whether names are there whatever the conditions of their definitions. */
      readonly lazy: boolean;
    }
  /** The options of a submodule. */
  | { readonly kind: 'modules'; readonly root: OptionNode }
  /** Elements of a list, merged one by one. */
  | {
      readonly kind: 'list';
      readonly definitions: readonly Definition[];
      readonly type: OptionType;
    }
  /** A value without options below it. */
  | {
      readonly kind: 'leaf';
      readonly type: OptionType;
      readonly definitions: readonly Definition[];
    }
  | Outcome;

const free: Structure = { kind: 'free' };

/** What is below an option. Looks at the conditions of an option that the repository declares. */
export function structureOf(node: OptionNode): Structure {
  const { tree, type } = node;
  if (!type || type.kind === 'form' || type.kind === 'unknown') return free;
  const definitions = settledDefinitions(node.candidates, node.settled);
  const resolved = resolve(tree.session, type, definitions);
  if (resolved.kind === 'outcome') return resolved;
  return structureBy(node, resolved.type, resolved.definitions);
}

function structureBy(
  node: OptionNode,
  type: OptionType,
  definitions: readonly Definition[],
): Structure {
  switch (type.kind) {
    case 'set':
      return {
        kind: 'elements',
        definitions,
        type: () => type.element(),
        lazy: type.name === 'lazyAttrsOf',
      };
    case 'tag':
      return {
        kind: 'elements',
        definitions,
        type: (name) => tagType(type.tags, name),
        lazy: false,
      };
    case 'list':
      return { kind: 'list', definitions, type: type.element() };
    case 'submodule': {
      const { path, tree } = node;
      const request = { path, type, definitions, gaps: () => node.gaps };
      return { kind: 'modules', root: tree.submodule(request) };
    }
    case 'form':
    case 'unknown':
      return free;
    case 'scalar':
      return type.merge.by === 'anything' ? free : { kind: 'leaf', type, definitions };
    default:
      return { kind: 'leaf', type, definitions };
  }
}

/** The type of the option that a tag stands for. */
function tagType(tags: Thunk, name: string): OptionType | undefined {
  const options = tags.force();
  const option = options.kind === 'attrs' ? options.get(name)?.value.force() : undefined;
  const type = option?.kind === 'attrs' ? option.get('type')?.value : undefined;
  return type && typeIn(type)();
}
