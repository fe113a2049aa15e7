import { apply, applyAll } from '../evaluate/apply.ts';
import {
  type Attributes,
  failure,
  list,
  record,
  string,
  Thunk,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import { type Definition, inOrder } from '../nixos/definitions.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Structure } from '../nixos/structure.ts';
import { fits, type LazyType, type OptionType } from './option-type.ts';
import { mergeScalars } from './scalars.ts';

type Leaf = Extract<Structure, { readonly kind: 'leaf' }>;

/** The value of an option without options below it; its definitions all hold. */
export function mergeLeaf(node: OptionNode, { type, definitions }: Leaf): Value {
  const ordered = inOrder(definitions);
  const stuck = stuckContent(ordered);
  if (stuck) return stuck;
  const refused = ordered.find(({ content }) => fits(type, content.force()) === false);
  if (refused)
    return failure(
      `a definition of \`${node.path.join('.')}\` is not of its type`,
      refused.content.site,
    );
  return mergedBy(node, type, ordered);
}

/** A failure of a definition fails the option; one that is unknown leaves it unknown. */
function stuckContent(definitions: readonly Definition[]): Value | undefined {
  const values = definitions.map(({ content }) => content.force());
  const failing = values.find(({ kind }) => kind === 'failure');
  return failing ?? values.find(({ kind }) => kind === 'unknown');
}

function mergedBy(node: OptionNode, type: OptionType, definitions: readonly Definition[]): Value {
  switch (type.kind) {
    case 'scalar':
      if (type.name === 'fileset') return joinedFiles(node, definitions);
      return type.merge.by === 'anything' && areFunctions(definitions)
        ? mergedFunction(node, () => type, definitions)
        : mergeScalars(type.merge, definitions, node.path);
    case 'function':
      return mergedFunction(node, type.element, definitions);
    case 'module':
      return deferredModule(type.modules, definitions);
    case 'custom':
      return customMerge(node, type.type, definitions);
    default:
      return failure('unreachable: a type with parts is no leaf');
  }
}

/** A set of files is what `lib.fileset.unions` makes of all definitions. */
function joinedFiles(node: OptionNode, definitions: readonly Definition[]): Value {
  const { session } = node.tree;
  const functions = partOf(session.lib.force(), 'fileset');
  const unions = functions && partOf(functions, 'unions');
  const all = Thunk.of(list(definitions.map(({ content }) => content)));
  const at = definitions[0]?.content.site;
  return unions ? apply(unions, all, { session, at }) : unsupported('lib.fileset.unions');
}

function partOf(value: Value, name: string): Value | undefined {
  return value.kind === 'attrs' ? value.get(name)?.value.force() : undefined;
}

function areFunctions(definitions: readonly Definition[]): boolean {
  return definitions.every(({ content }) => content.force().kind === 'lambda');
}

/** One module that imports those of the type and the definitions. */
function deferredModule(lists: readonly Thunk[], definitions: readonly Definition[]): Value {
  const values = lists.map((modules) => modules.force());
  const given = values.flatMap((value) => (value.kind === 'list' ? value.items : []));
  const gap = values.find((value) => value.kind === 'unknown');
  const open = values.flatMap((value) => (value.kind === 'list' && value.open) || [])[0];
  const own = definitions.map(({ content }) => content);
  return record({ imports: list([...given, ...own], gap ?? open) });
}

/** A function of which every result is merged. */
function mergedFunction(
  node: OptionNode,
  element: LazyType,
  definitions: readonly Definition[],
): Value {
  const { session } = node.tree;
  return {
    kind: 'lambda',
    formals: commonFormals(definitions),
    apply(argument) {
      const results = definitions.map((definition) => ({
        ...definition,
        content: new Thunk(definition.content.site, () =>
          apply(definition.content.force(), argument, { session, at: definition.content.site }),
        ),
      }));
      return node.anonymous('<function body>', results, element()).value;
    },
  };
}

/** The arguments that the functions name; one is optional when it is to all that name it. */
function commonFormals(
  definitions: readonly Definition[],
): ReadonlyMap<string, boolean> | undefined {
  const all = new Map<string, boolean>();
  for (const { content } of definitions) {
    const value = content.force();
    const formals = value.kind === 'lambda' ? value.formals : undefined;
    for (const [name, optional] of formals ?? []) {
      all.set(name, optional && all.get(name) !== false);
    }
  }
  return all.size > 0 ? all : undefined;
}

/** A type of somebody's own is asked to merge, with the places and values of the definitions. */
function customMerge(
  node: OptionNode,
  type: Attributes,
  definitions: readonly Definition[],
): Value {
  const { session } = node.tree;
  const merge = type.get('merge')?.value.force() ?? failure('a type without `merge`');
  const path = list(node.path.map((name) => Thunk.of(string(name))));
  const definitionList = list(
    definitions.map(({ content, file }) =>
      Thunk.of(record({ file: string(file ?? ''), value: content }), content.site),
    ),
  );
  const at = definitions[0]?.content.site;
  return applyAll(merge, [Thunk.of(path), Thunk.of(definitionList)], { session, at });
}
