import { equal } from '../evaluate/comparison.ts';
import {
  type Attributes,
  bool,
  isStuck,
  type Lambda,
  type Thunk,
  type Unknown,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import { customPhrase, type Phrase } from './phrase.ts';

/**
 * What the type of an option says: which values fit, and how several
 * definitions become one.
 */
export type OptionType = TypeKind & {
  /** The type in words, where they do not follow from what it is made of. */
  readonly phrase?: () => Phrase | undefined;
};

type TypeKind =
  | {
      readonly kind: 'scalar';
      readonly name: string;
      readonly fits: Fits;
      readonly merge: ScalarMerge;
    }
  /** `listOf`: definitions are joined, each element is merged by its own type. */
  | { readonly kind: 'list'; readonly element: LazyType; readonly nonEmpty: boolean }
  /** Of `lazyAttrsOf`, names are there whatever their conditions. */
  | { readonly kind: 'set'; readonly element: LazyType; readonly name: SetName }
  | { readonly kind: 'nullOr'; readonly element: LazyType }
  | { readonly kind: 'either'; readonly left: LazyType; readonly right: LazyType }
  | {
      readonly kind: 'coerced';
      readonly from: LazyType;
      readonly convert: Thunk;
      readonly to: LazyType;
    }
  /** One definition at most. */
  | { readonly kind: 'unique'; readonly element: LazyType }
  /** `addCheck`, and types of which something was replaced by `//`. */
  | {
      readonly kind: 'checked';
      readonly element: LazyType;
      readonly check: Thunk | undefined;
      readonly emptyValue: Thunk | undefined;
    }
  | {
      readonly kind: 'submodule';
      /** Lists of modules; several where the option is declared several times. */
      readonly modules: readonly Thunk[];
      readonly specialArgs: Thunk | undefined;
      /** Whether a set is all configuration, and has no `imports` and `options`. */
      readonly onlyConfig: boolean;
    }
  /** `attrTag`: a set with one of these options. */
  | { readonly kind: 'tag'; readonly tags: readonly Thunk[] }
  | { readonly kind: 'function'; readonly element: LazyType }
  /** `deferredModule`: the definitions as one module, which imports further ones as well. */
  | { readonly kind: 'module'; readonly modules: readonly Thunk[] }
  /** A set of values of any form, as formats of `pkgs.formats` take it: merged by form. */
  | { readonly kind: 'form' }
  /** `mkOptionType`: has a function `merge` of its own. */
  | { readonly kind: 'custom'; readonly type: Attributes }
  | { readonly kind: 'unknown'; readonly why: Unknown };

/** Types may hold themselves, so those within others are made when asked for. */
export type LazyType = () => OptionType;

/** Whether a value in weak head normal form fits; the reason when that cannot be told. */
export type Fits = (value: Value) => boolean | Unknown;

export type SetName = 'attrsOf' | 'lazyAttrsOf' | 'loaOf';

export type ScalarMerge =
  /** All definitions are equal. */
  | { readonly by: 'equal' }
  /** There is one definition. */
  | { readonly by: 'one' }
  /** Texts are joined. */
  | { readonly by: 'join'; readonly separator: string }
  | { readonly by: 'or' }
  /** Later sets override earlier ones attribute by attribute. */
  | { readonly by: 'update' }
  /** By what the definitions are: lists are joined, sets updated, texts joined. */
  | { readonly by: 'default' }
  /** `anything`: sets merge deeply, everything else is equal. */
  | { readonly by: 'anything' };

/** Types by the function `merge` of their values, which survives `type // { description = …; }`. */
const known = new WeakMap<Lambda, MadeType>();

/** A type made here, with what tells whether a part of its value was replaced. */
export interface MadeType {
  readonly type: OptionType;
  readonly check: Lambda;
  readonly emptyValue: Thunk | undefined;
  readonly description: Thunk;
}

/** The value of a type as it was made: whoever replaces something in it has another set. */
export abstract class MadeTypeValue {
  abstract readonly type: OptionType;
}

/** Remembers what the value of a type with this function `merge` stands for. */
export function registerType(merge: Lambda, made: MadeType): void {
  known.set(merge, made);
}

/** What a value of `lib.types` says; a set with a function `merge` is a type of somebody's own. */
export function typeOf(value: Value): OptionType {
  if (value.kind === 'unknown') return unknownType(value);
  if (value instanceof MadeTypeValue) return value.type;
  const merge = value.kind === 'attrs' ? value.get('merge')?.value.force() : undefined;
  if (value.kind !== 'attrs' || !merge)
    return { kind: 'unknown', why: unsupported('an option whose type is no type') };
  const made = merge.kind === 'lambda' ? known.get(merge) : undefined;
  if (!made) return { kind: 'custom', type: value };
  const [check, empty] = [value.get('check')?.value, value.get('emptyValue')?.value];
  const isChecked = check && check.force() !== made.check;
  const hasEmpty = empty && empty !== made.emptyValue;
  const isRenamed = value.get('description')?.value !== made.description;
  const type = isRenamed ? { ...made.type, phrase: () => customPhrase(value) } : made.type;
  if (!isChecked && !hasEmpty) return type;
  return {
    kind: 'checked',
    element: () => type,
    check: isChecked ? check : undefined,
    emptyValue: hasEmpty ? empty : undefined,
  };
}

/** The formats of `pkgs.formats` take values of any form. */
function unknownType(why: Unknown): OptionType {
  const { reason } = why;
  const path = reason.kind === 'package' ? reason.path : [];
  const format = path[path.indexOf('formats') + 1];
  if (!path.includes('formats')) return { kind: 'unknown', why };
  const name = format !== undefined && /^(json|yaml|toml)$/.test(format) ? format : undefined;
  if (name === undefined) return { kind: 'form' };
  const words = { text: `${name.toUpperCase()} value`, class: 'noun', isExact: false } as const;
  return { kind: 'form', phrase: () => words };
}

/** The type that a thunk holds. */
export function typeIn(thunk: Thunk): LazyType {
  let type: OptionType | undefined;
  return () => (type ??= typeOf(thunk.force()));
}

/** Whether a value fits a type at its outermost level, as `type.check` says. */
export function fits(type: OptionType, value: Value): boolean | Unknown {
  if (value.kind === 'unknown') return value;
  if (value.kind === 'failure') return true;
  switch (type.kind) {
    case 'scalar':
      return type.fits(value);
    case 'list':
      return value.kind === 'list' && !(type.nonEmpty && value.items.length === 0 && !value.open);
    case 'set':
      return value.kind === 'attrs';
    case 'tag':
      return value.kind === 'attrs' && (value.open ?? value.names().length === 1);
    case 'nullOr':
      return value.kind === 'null' || fits(type.element(), value);
    case 'either':
      return eitherFits(fits(type.left(), value), fits(type.right(), value));
    case 'coerced':
      return eitherFits(fits(type.to(), value), fits(type.from(), value));
    case 'unique':
    case 'checked':
      return fits(type.element(), value);
    case 'submodule':
    case 'module':
      return ['attrs', 'lambda', 'path', 'string'].includes(value.kind);
    case 'function':
      return value.kind === 'lambda' || (value.kind === 'attrs' && !!value.get('__functor'));
    case 'form':
    case 'custom':
      return true;
    case 'unknown':
      return type.why;
  }
}

/** Whether one of two types fits. */
export function eitherFits(left: boolean | Unknown, right: boolean | Unknown): boolean | Unknown {
  if (left === true || right === true) return true;
  return left === false ? right : left;
}

/** The check of a type as a value. */
export function fitValue(verdict: boolean | Unknown): Value {
  return typeof verdict === 'boolean' ? bool(verdict) : verdict;
}

/** Whether two values are the same, or why that cannot be told. */
export function same(left: Value, right: Value): boolean | Unknown {
  const value = equal(left, right);
  if (value.kind === 'bool') return value.value;
  return isStuck(value) && value.kind === 'unknown' ? value : false;
}
