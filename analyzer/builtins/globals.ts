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
import { attributeSetFunctions } from './attribute-sets.ts';
import { debuggingFunctions } from './debugging.ts';
import { fileFunctions } from './files.ts';
import { builtin, functionsOf, withAttributes } from './function.ts';
import { hashFunctions } from './hashes.ts';
import { impureBuiltins } from './impure.ts';
import { jsonFunctions } from './json.ts';
import { libNames } from './lib-names.ts';
import { listFunctions } from './lists.ts';
import { matchingFunctions } from './matching.ts';
import { knownIn, namespace } from './namespace.ts';
import { numberFunctions } from './numbers.ts';
import { sortingFunctions } from './sorting.ts';
import { stringFunctions } from './strings.ts';
import { tomlFunctions } from './toml.ts';
import { typeFunctions } from './types-of-values.ts';
import { versionFunctions } from './versions.ts';
import { zippingFunctions } from './zipping.ts';

/** The builtins that are seen without `builtins.` in front. */
const plainNames = [
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
];

/** The functions of `builtins` that are worked out here. */
export function pureBuiltins(session: Session): { readonly [name: string]: Value } {
  const own = {
    import: builtin(session, 'import', 1, (_call, path) =>
      importPath(session, path.force(), path.site),
    ),
    scopedImport: builtin(session, 'scopedImport', 2, (call, scope, path) =>
      withAttributes(call, scope, (names) =>
        scopedImport(names, path.force(), { session, at: path.site }),
      ),
    ),
    toString: builtin(session, 'toString', 1, (_call, value) => printed(value.force(), session)),
  };
  const functions = functionsOf(session, {
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
  });
  return { ...functions, ...own };
}

/** The names every Nix file sees without binding them. */
export function globals(session: Session): ReadonlyMap<string, Thunk> {
  const constants = { true: trueValue, false: falseValue, null: nullValue };
  const listed = libNames.builtins ?? [];
  const others = listed.map((name) => [name, unsupported(`builtins.${name}`)]);
  const known: { readonly [name: string]: Value } = {
    ...Object.fromEntries(others),
    ...impureBuiltins(session),
    ...pureBuiltins(session),
    ...constants,
  };
  const itself = { builtins: new Thunk(undefined, () => builtins) };
  const builtins = namespace(
    'builtins',
    [...Object.keys(known), 'builtins'],
    [knownIn(itself), knownIn(known)],
  );
  const names = new Map<string, Thunk>([['builtins', Thunk.of(builtins)]]);
  for (const [name, value] of Object.entries(known)) {
    const plain = plainNames.includes(name) || Object.hasOwn(constants, name);
    names.set(plain ? name : `__${name}`, Thunk.of(value));
  }
  return names;
}
