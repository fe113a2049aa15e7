import { importPath, scopedImport } from '../evaluate/paths.ts';
import type { Session } from '../evaluate/session.ts';
import { printed } from '../evaluate/strings.ts';
import {
  falseValue,
  nullValue,
  Thunk,
  trueValue,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import { once } from '../once.ts';
import { attributeSetFunctions } from './attribute-sets.ts';
import { debuggingFunctions } from './debugging.ts';
import { fileFunctions } from './files.ts';
import { type Definitions, withAttributes } from './function.ts';
import { hashFunctions } from './hashes.ts';
import { impureBuiltins, impureNames } from './impure.ts';
import { jsonFunctions } from './json.ts';
import { libNames } from './lib-names.ts';
import { listFunctions } from './lists.ts';
import { matchingFunctions } from './matching.ts';
import { functionsNamed, type Known, knownIn, namespace } from './namespace.ts';
import { numberFunctions } from './numbers.ts';
import { sortingFunctions } from './sorting.ts';
import { stringFunctions } from './strings.ts';
import { tomlFunctions } from './toml.ts';
import { typeFunctions } from './types-of-values.ts';
import { versionFunctions } from './versions.ts';
import { zippingFunctions } from './zipping.ts';

/** The builtins that are seen without `builtins.` in front. */
const plainNames: ReadonlySet<string> = new Set([
  'abort',
  'baseNameOf',
  'break',
  'derivation',
  'derivationStrict',
  'dirOf',
  'fetchGit',
  'fetchMercurial',
  'fetchTarball',
  'fetchTree',
  'fromTOML',
  'import',
  'isNull',
  'map',
  'placeholder',
  'removeAttrs',
  'scopedImport',
  'throw',
  'toString',
]);

const printing: Definitions[string] = [1, ({ session }, value) => printed(value.force(), session)];

/** The functions of `builtins` that are worked out here. */
const pureFunctions: Definitions = {
  ...listFunctions,
  ...sortingFunctions,
  ...attributeSetFunctions,
  ...zippingFunctions,
  ...stringFunctions,
  ...matchingFunctions,
  ...versionFunctions,
  ...numberFunctions,
  ...typeFunctions,
  ...hashFunctions,
  ...jsonFunctions,
  ...tomlFunctions,
  ...fileFunctions,
  ...debuggingFunctions,
  import: [1, ({ session }, path) => importPath(session, path.force(), path.site)],
  scopedImport: [
    2,
    (call, scope, path) =>
      withAttributes(call, scope, (names) =>
        scopedImport(names, path.force(), { session: call.session, at: path.site }),
      ),
  ],
  toString: printing,
};

/** The functions of `builtins` that are worked out here, by their names. */
export function pureBuiltins(session: Session): Known {
  return functionsNamed(session, pureFunctions);
}

const constants: { readonly [name: string]: Value } = {
  true: trueValue,
  false: falseValue,
  null: nullValue,
};
const listed = libNames.builtins ?? [];
const builtinNames = [
  ...listed,
  ...impureNames,
  ...Object.keys(pureFunctions),
  ...Object.keys(constants),
  'builtins',
];

/** The names every Nix file sees without binding them. Most files use few, so that each is made when it is asked for. */
export function globals(session: Session): Globals {
  const impure = once(() => knownIn(impureBuiltins(session)));
  const listedNames = new Set(listed);
  const unsaid: Known = (name) =>
    listedNames.has(name) ? unsupported(`builtins.${name}`) : undefined;
  const known: readonly Known[] = [
    knownIn(constants),
    pureBuiltins(session),
    (name) => impure()(name),
    unsaid,
  ];
  return new Globals(known);
}

class Globals {
  readonly #known: readonly Known[];
  readonly #made = new Map<string, Thunk>();

  constructor(known: readonly Known[]) {
    this.#known = known;
    const itself = { builtins: new Thunk(undefined, () => builtins) };
    const builtins = namespace('builtins', builtinNames, [knownIn(itself), ...known]);
    this.#made.set('builtins', Thunk.of(builtins));
  }

  get(name: string): Thunk | undefined {
    const made = this.#made.get(name);
    if (made) return made;
    const own = isPlain(name) ? name : name.startsWith('__') ? name.slice(2) : undefined;
    if (own === undefined || (own !== name && isPlain(own))) return undefined;
    const value = this.#find(own);
    if (value) this.#made.set(name, value);
    return value;
  }

  #find(name: string): Thunk | undefined {
    for (const known of this.#known) {
      const found = known(name);
      if (found) return found.kind === 'thunk' ? found : Thunk.of(found);
    }
    return undefined;
  }
}

function isPlain(name: string): boolean {
  return plainNames.has(name) || Object.hasOwn(constants, name);
}
