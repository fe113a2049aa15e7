import type { Session } from '../evaluate/session.ts';
import {
  type Attribute,
  type Attributes,
  attributes,
  list,
  nullValue,
  record,
  setWith,
  string,
  Thunk,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import { mergeValues } from '../nixos/merge-values.ts';
import { once } from '../once.ts';
import {
  fits,
  fitValue,
  type LazyType,
  MadeTypeValue,
  type OptionType,
  registerType,
} from '../option-types/option-type.ts';
import { phraseOf } from '../option-types/phrase.ts';
import { builtin } from './function.ts';

/** Values for a set, by their names. */
type Payload = { readonly [name: string]: Thunk };

/**
 * The value of a type: what programs may look at is its name, its words, the types within
 * it, its modules, and its functions `check` and `merge`. The rest of what
 * nixpkgs keeps there is unknown. `payload` is what `functor.payload` holds.
 */
export function typeValue(session: Session, type: OptionType, payload: Payload = {}): Attributes {
  return new TypeValue(session, type, payload);
}

/** Most types are only merged by, so that what their values hold is made when it is asked for. */
class TypeValue extends MadeTypeValue implements Attributes {
  readonly kind = 'attrs';
  readonly open = unsupported('lib.types');
  readonly type: OptionType;
  readonly #session: Session;
  readonly #payload: Payload;
  #known: Attributes | undefined;

  constructor(session: Session, type: OptionType, payload: Payload) {
    super();
    this.type = type;
    this.#session = session;
    this.#payload = payload;
  }

  names(): readonly string[] {
    return this.#all.names();
  }

  get(name: string): Attribute | undefined {
    return this.#all.get(name);
  }

  missing(name: string): Value {
    return unsupported(`lib.types.${this.type.kind}.${name}`);
  }

  get #all(): Attributes {
    this.#known ??= attributesOf(this.#session, this.type, this.#payload);
    return this.#known;
  }
}

function attributesOf(session: Session, type: OptionType, payload: Payload): Attributes {
  const name = new Thunk(undefined, () => string(nameOf(type)));
  const check = builtin(session, 'check', 1, (_call, value) => fitValue(fits(type, value.force())));
  const merge = builtin(session, 'merge', 2, (call, path, definitions) =>
    mergeValues(call.session, type, { path, definitions }),
  );
  const empty = emptyValue(type);
  const emptyThunk = empty && Thunk.of(empty);
  const words = once(() => phraseOf(type));
  const description = new Thunk(undefined, () => {
    const own = words();
    return own?.isExact ? string(own.text) : unsupported(`lib.types.${type.kind}.description`);
  });
  const descriptionClass = new Thunk(undefined, () => {
    const own = words();
    if (own) return own.class === undefined ? nullValue : string(own.class);
    return unsupported(`lib.types.${type.kind}.descriptionClass`);
  });
  registerType(merge, { type, check, emptyValue: emptyThunk, description });
  return record({
    _type: string('option-type'),
    name,
    check,
    merge,
    nestedTypes: new Thunk(undefined, () => nestedTypes(session, type)),
    description,
    descriptionClass,
    getSubModules: new Thunk(undefined, () => subModules(type)),
    functor: setWith(record({ name, payload: record(payload) }), {
      open: unsupported('lib.types'),
    }),
    ...(emptyThunk ? { emptyValue: emptyThunk } : {}),
  });
}

/** The name that nixpkgs gives the type. */
function nameOf(type: OptionType): string {
  switch (type.kind) {
    case 'scalar':
      return type.name;
    case 'list':
      return 'listOf';
    case 'set':
      return type.name;
    case 'coerced':
      return 'coercedTo';
    case 'unique':
      return 'unique';
    case 'checked':
      return nameOf(type.element());
    case 'tag':
      return 'attrTag';
    case 'function':
      return 'functionTo';
    case 'module':
      return 'deferredModule';
    case 'form':
      return 'anything';
    case 'nullOr':
    case 'either':
    case 'submodule':
    case 'custom':
    case 'unknown':
      return type.kind;
  }
}

function nestedTypes(session: Session, type: OptionType): Value {
  const value = (part: LazyType): Thunk => new Thunk(undefined, () => typeValue(session, part()));
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'nullOr':
    case 'unique':
    case 'function':
      return record({ elemType: value(type.element) });
    case 'either':
      return record({ left: value(type.left), right: value(type.right) });
    case 'coerced':
      return record({ coercedType: value(type.from), finalType: value(type.to) });
    default:
      return attributes(new Map());
  }
}

function subModules(type: OptionType): Value {
  if (type.kind === 'list' || type.kind === 'set' || type.kind === 'nullOr')
    return subModules(type.element());
  if (type.kind !== 'submodule') return nullValue;
  const all = type.modules.map((modules) => modules.force());
  const known = all.flatMap((value) => (value.kind === 'list' ? value.items : []));
  const open = all.find((value) => value.kind === 'unknown');
  return list(known, open?.kind === 'unknown' ? open : undefined);
}

/** `emptyValue` of a type; `undefined` where that depends on what it is made of. */
function emptyValue(type: OptionType): Value | undefined {
  switch (type.kind) {
    case 'list':
      return type.nonEmpty ? attributes(new Map()) : record({ value: list([]) });
    case 'set':
      return record({ value: attributes(new Map()) });
    case 'nullOr':
      return record({ value: nullValue });
    case 'scalar':
      return type.merge.by === 'update'
        ? record({ value: attributes(new Map()) })
        : attributes(new Map());
    case 'either':
    case 'function':
      return attributes(new Map());
    default:
      return undefined;
  }
}
