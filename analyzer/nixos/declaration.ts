import { type Attributes, list, record, Thunk } from '../evaluate/value.ts';
import { eitherFits, type LazyType, type OptionType, typeIn } from '../option-types/option-type.ts';
import { type Definition, priorities, propertyOf } from './definitions.ts';

/** What the modules that declare an option say of it. */
export interface Declaration {
  /** The arguments of each `mkOption`, in the order of the modules. */
  readonly all: readonly Attributes[];
  readonly type: OptionType;
  /** Its default as the weakest of definitions. */
  readonly byDefault: Definition | undefined;
  readonly apply: Thunk | undefined;
  /** Whether modules of any input may define it, although it is declared here. */
  readonly isCommon: boolean;
}

/** The sets among what modules declare at a path. */
export function setsAmong(declarations: readonly Thunk[]): readonly Attributes[] {
  return declarations.flatMap((thunk) => {
    const value = thunk.force();
    return value.kind === 'attrs' ? [value] : [];
  });
}

/** The option that values of `mkOption` declare; `undefined` when there is none among them. */
export function declarationOf(values: readonly Attributes[]): Declaration | undefined {
  const all = values.filter((value) => propertyOf(value) === 'option');
  if (all.length === 0) return undefined;
  return {
    all,
    type: typeOfOption(values, all),
    byDefault: defaultOf(all),
    apply: partOf(all, 'apply'),
    isCommon: partOf(all, 'isCommon') !== undefined,
  };
}

const unspecified: OptionType = {
  kind: 'scalar',
  name: 'unspecified',
  fits: () => true,
  merge: { by: 'default' },
};

/**
 * The type of all declarations together. Options declared below one that is a
 * submodule are options of the submodule.
 */
function typeOfOption(values: readonly Attributes[], all: readonly Attributes[]): OptionType {
  const type = all.map((value) => declaredType(value)).reduce(mergedTypes) ?? unspecified;
  const below = values.filter((value) => !all.includes(value));
  if (type.kind !== 'submodule' || below.length === 0) return type;
  const modules = below.map((options) => Thunk.of(record({ options })));
  return { ...type, modules: [...type.modules, Thunk.of(list(modules))] };
}

function partOf(all: readonly Attributes[], name: string): Thunk | undefined {
  return all.map((value) => value.get(name)?.value).find((part) => part !== undefined);
}

function declaredType(value: Attributes): OptionType | undefined {
  const type = value.get('type')?.value;
  return type && typeIn(type)();
}

function defaultOf(all: readonly Attributes[]): Definition | undefined {
  const content = partOf(all, 'default');
  return (
    content && {
      content,
      at: undefined,
      file: content.site?.file,
      conditions: [],
      priority: priorities.optionDefault,
      order: 1000,
    }
  );
}

/**
 * An option declared twice has the type of both: the modules of submodules are
 * joined. Words that one of them was given are lost.
 */
export function mergedTypes(
  left: OptionType | undefined,
  right: OptionType | undefined,
): OptionType | undefined {
  if (!left || !right) return left ?? right;
  const merged = joinedTypes(left, right);
  if (!merged) return left.kind === 'scalar' && left.merge.by === 'default' ? right : left;
  const { phrase: _, ...type } = merged;
  return type;
}

function joinedTypes(left: OptionType, right: OptionType): OptionType | undefined {
  if (left.kind === 'submodule' && right.kind === 'submodule')
    return { ...left, modules: [...left.modules, ...right.modules] };
  if (isEnumeration(left) && isEnumeration(right))
    return { ...left, fits: (value) => eitherFits(left.fits(value), right.fits(value)) };
  if (left.kind === 'tag' && right.kind === 'tag')
    return { ...left, tags: [...left.tags, ...right.tags] };
  if (left.kind === 'module' && right.kind === 'module')
    return { ...left, modules: [...left.modules, ...right.modules] };
  if (hasElement(left) && hasElement(right) && left.kind === right.kind)
    return { ...left, element: mergedElements(left.element, right.element) };
  return undefined;
}

type Scalar = Extract<OptionType, { readonly kind: 'scalar' }>;

function isEnumeration(type: OptionType): type is Scalar {
  return type.kind === 'scalar' && type.name === 'enum';
}

type WithElement = Extract<
  OptionType,
  { readonly kind: 'list' | 'set' | 'nullOr' | 'function' | 'unique' }
>;

function hasElement(type: OptionType): type is WithElement {
  return ['list', 'set', 'nullOr', 'function', 'unique'].includes(type.kind);
}

function mergedElements(left: LazyType, right: LazyType): LazyType {
  return () => mergedTypes(left(), right()) ?? left();
}
