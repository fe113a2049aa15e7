import { type Attributes, list, record, Thunk } from '../evaluate/value.ts';
import { eitherFits, type LazyType, type OptionType, typeIn } from '../option-types/option-type.ts';
import { type Definition, priorities, propertyOf } from './definitions.ts';

/** What the modules that declare an option say of it, each part worked out when it is asked for. */
export class Declaration {
  /** The arguments of each `mkOption`, in the order of the modules. */
  readonly all: readonly Attributes[];
  /** Everything that is declared at the path. */
  readonly #values: readonly Attributes[];
  #type: OptionType | undefined;
  #default: Definition | 'none' | undefined;

  constructor(values: readonly Attributes[], all: readonly Attributes[]) {
    this.#values = values;
    this.all = all;
  }

  get type(): OptionType {
    this.#type ??= typeOfOption(this.#values, this.all);
    return this.#type;
  }

  /** Its default as the weakest of definitions. */
  get byDefault(): Definition | undefined {
    this.#default ??= defaultOf(this.all) ?? 'none';
    return this.#default === 'none' ? undefined : this.#default;
  }

  get apply(): Thunk | undefined {
    return partOf(this.all, 'apply');
  }

  /** Whether modules of any input may define it, although it is declared here. */
  get isCommon(): boolean {
    return partOf(this.all, 'isCommon') !== undefined;
  }
}

/** The sets among what modules declare at a path. */
export function setsAmong(declarations: readonly Thunk[]): readonly Attributes[] {
  const sets: Attributes[] = [];
  for (const thunk of declarations) {
    const value = thunk.force();
    if (value.kind === 'attrs') sets.push(value);
  }
  return sets;
}

/** The option that values of `mkOption` declare; `undefined` when there is none among them. */
export function declarationOf(values: readonly Attributes[]): Declaration | undefined {
  const all = values.filter((value) => propertyOf(value) === 'option');
  return all.length === 0 ? undefined : new Declaration(values, all);
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
  const types = all.map((value) => declaredType(value));
  const type = types.reduce(mergedTypes) ?? unspecified;
  if (values.length === all.length) return type;
  const below = values.filter((value) => !all.includes(value));
  if (type.kind !== 'submodule' || below.length === 0) return type;
  const modules = below.map((options) => Thunk.of(record({ options })));
  return { ...type, modules: [...type.modules, Thunk.of(list(modules))] };
}

function partOf(all: readonly Attributes[], name: string): Thunk | undefined {
  for (const value of all) {
    const part = value.get(name)?.value;
    if (part !== undefined) return part;
  }
  return undefined;
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
