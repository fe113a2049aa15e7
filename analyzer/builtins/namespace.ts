import { compareStrings } from '../evaluate/compare-strings.ts';
import type { Session } from '../evaluate/session.ts';
import {
  type Attribute,
  type Attributes,
  Thunk,
  type Unknown,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import { oncePer } from '../once-per.ts';
import { builtin, type Definitions } from './function.ts';

/** Values by name, each worked out when it is asked for. */
export type Known = (name: string) => Value | Thunk | undefined;

/** What is known by the names of an object. */
export function knownIn(values: { readonly [name: string]: Value | Thunk }): Known {
  return (name) => (Object.hasOwn(values, name) ? values[name] : undefined);
}

/** Functions by the names of their definitions, each made once. */
export function functionsNamed(session: Session, definitions: Definitions): Known {
  const made = new Map<string, Value>();
  return (name) => {
    const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
    if (!definition) return undefined;
    const value = made.get(name) ?? builtin(session, name, ...definition);
    made.set(name, value);
    return value;
  };
}

/**
 * A set of functions of which all names are known. Each is looked for in `known`
 * when it is first asked for, what stands first before the rest; those that are
 * nowhere are not worked out here, and unknown.
 */
export function namespace(
  name: string,
  names: readonly string[],
  known: readonly Known[],
): Attributes {
  return new Namespace(name, names, known);
}

class Namespace implements Attributes {
  readonly kind = 'attrs';
  readonly listed = true;
  readonly open: Unknown;
  readonly #name: string;
  readonly #names: readonly string[];
  readonly #known: readonly Known[];
  readonly #made = new Map<string, Attribute>();

  constructor(name: string, names: readonly string[], known: readonly Known[]) {
    this.#name = name;
    this.#names = names;
    this.#known = known;
    this.open = unsupported(name);
  }

  names(): readonly string[] {
    return sorted(this.#names);
  }

  get(name: string): Attribute | undefined {
    const made = this.#made.get(name);
    if (made || !members(this.#names).has(name)) return made;
    const found = this.#find(name);
    const value = found.kind === 'thunk' ? found : Thunk.of(found);
    const attribute = { value, at: undefined };
    this.#made.set(name, attribute);
    return attribute;
  }

  missing(name: string): Value {
    return unsupported(`${this.#name}.${name}`);
  }

  #find(name: string): Value | Thunk {
    for (const known of this.#known) {
      const found = known(name);
      if (found) return found;
    }
    return this.missing(name);
  }
}

const sorted = oncePer((names: readonly string[]) => [...new Set(names)].sort(compareStrings));
const members = oncePer((names: readonly string[]) => new Set(names));
