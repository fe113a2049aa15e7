import type { Thunk } from '../evaluate/value.ts';
import { type OptionType, typeIn } from '../option-types/option-type.ts';
import { type Outcome, resolve } from '../option-types/resolve.ts';
import { mergedTypes } from './declaration.ts';
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

/** Whether options of a submodule may be below an option of this type, which its definitions decide. */
export function mayBeModules(type: OptionType | undefined): boolean {
  switch (type?.kind) {
    case 'submodule':
    case 'nullOr':
    case 'either':
    case 'coerced':
    case 'unique':
    case 'checked':
      return true;
    default:
      return false;
  }
}

/** What is below an option. Looks at the conditions of an option that the repository declares. */
export function structureOf(node: OptionNode): Structure {
  const { tree, type } = node;
  if (!type || type.kind === 'form') return free;
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
      const request = { path, type, definitions, gaps: () => node.gaps, closed: tree.closed };
      return { kind: 'modules', root: tree.submodule(request) };
    }
    case 'form':
      return free;
    case 'unknown':
      return { kind: 'outcome', value: type.why };
    case 'scalar':
      return type.merge.by === 'anything' && definitions.every(isPlainSet)
        ? { kind: 'elements', definitions, type: () => type, lazy: false }
        : { kind: 'leaf', type, definitions };
    default:
      return { kind: 'leaf', type, definitions };
  }
}

/** A set that is no package, no text and nothing else that is one thing, such as a machine. */
function isPlainSet({ content }: Definition): boolean {
  const value = content.force();
  return (
    value.kind === 'attrs' &&
    !['type', '_type', 'outPath', '__toString'].some((name) => value.get(name))
  );
}

/** The type of the option that a tag stands for, in all declarations of the tags. */
function tagType(tags: readonly Thunk[], name: string): OptionType | undefined {
  const types = tags.flatMap((thunk) => {
    const options = thunk.force();
    const option = options.kind === 'attrs' ? options.get(name)?.value.force() : undefined;
    const type = option?.kind === 'attrs' ? option.get('type')?.value : undefined;
    return type ? [typeIn(type)()] : [];
  });
  return types.reduce<OptionType | undefined>((all, type) => mergedTypes(all, type), undefined);
}
