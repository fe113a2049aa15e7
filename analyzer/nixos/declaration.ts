import type { Attributes, Thunk } from '../evaluate/value.ts';
import { type LazyType, type OptionType, typeIn } from '../option-types/option-type.ts';
import { type Definition, priorities, propertyOf } from './definitions.ts';

/** What the modules that declare an option say of it. */
export interface Declaration {
  /** The arguments of each `mkOption`, in the order of the modules. */
  readonly all: readonly Attributes[];
  readonly type: OptionType | undefined;
  /** Its default as the weakest of definitions. */
  readonly byDefault: Definition | undefined;
  readonly apply: Thunk | undefined;
}

/** The option that values of `mkOption` declare; `undefined` when there is none among them. */
export function declarationOf(values: readonly Attributes[]): Declaration | undefined {
  const all = values.filter((value) => propertyOf(value) === 'option');
  if (all.length === 0) return undefined;
  return {
    all,
    type: all.map((value) => declaredType(value)).reduce(mergedTypes),
    byDefault: defaultOf(all),
    apply: partOf(all, 'apply'),
  };
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

/** An option declared twice has the type of both: the modules of submodules are joined. */
function mergedTypes(
  left: OptionType | undefined,
  right: OptionType | undefined,
): OptionType | undefined {
  if (!left || !right) return left ?? right;
  if (left.kind === 'submodule' && right.kind === 'submodule')
    return { ...left, modules: [...left.modules, ...right.modules] };
  if (hasElement(left) && hasElement(right) && left.kind === right.kind)
    return { ...left, element: mergedElements(left.element, right.element) };
  if (left.kind === 'scalar' && left.merge.by === 'default') return right;
  return left;
}

type WithElement = Extract<OptionType, { readonly kind: 'list' | 'set' | 'nullOr' }>;

function hasElement(type: OptionType): type is WithElement {
  return type.kind === 'list' || type.kind === 'set' || type.kind === 'nullOr';
}

function mergedElements(left: LazyType, right: LazyType): LazyType {
  return () => mergedTypes(left(), right()) ?? left();
}
