import { update } from '../evaluate/operators.ts';
import type { Session } from '../evaluate/session.ts';
import {
  type Attributes,
  falseValue,
  int,
  list,
  nullValue,
  record,
  string,
  Thunk,
  trueValue,
  type Unknown,
  unknown,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import { affixFunctions } from './affixes.ts';
import { attributePathFunctions } from './attribute-paths.ts';
import { attributeTreeFunctions } from './attribute-trees.ts';
import { libDebugFunctions } from './debugging.ts';
import { moduleSystemFunctions } from './evaluate-modules.ts';
import { libFileFunctions, libPathFunctions } from './files.ts';
import { fixedPointFunctions } from './fixed-points.ts';
import { builtin, callWith, type Definitions, functionsOf } from './function.ts';
import { pureBuiltins } from './globals.ts';
import { libAttributeSetFunctions } from './lib-attribute-sets.ts';
import { libListFunctions } from './lib-lists.ts';
import { libNames } from './lib-names.ts';
import { libStringFunctions, stringReplicateFunctions } from './lib-strings.ts';
import { membershipFunctions } from './list-membership.ts';
import { listPrefixFunctions, sliceFunctions } from './list-slices.ts';
import { moduleFunctions } from './module-functions.ts';
import { libNumberFunctions } from './numbers.ts';
import { optionDefinitionFunctions } from './option-definitions.ts';
import { optionMergingFunctions } from './option-merging.ts';
import { libTypeFunctions, optionTypes } from './option-types.ts';
import { optionFunctions } from './options.ts';
import { packageFunctions } from './packages.ts';
import { prelude } from './prelude.ts';
import { quotingFunctions } from './quoting.ts';
import { recursiveUpdateFunctions } from './recursive-update.ts';
import { renamedOptionFunctions } from './renamed-options.ts';
import { libSortingFunctions } from './sorting.ts';
import { trivialFunctions } from './trivial.ts';
import { libVersionComparisons, libVersionFunctions } from './versions.ts';
import { libZippingFunctions } from './zipping.ts';

/** Every function of `lib` that is worked out here, by its name. */
const definitions: Definitions = {
  ...libDebugFunctions,
  ...libFileFunctions,
  ...libAttributeSetFunctions,
  ...attributePathFunctions,
  ...attributeTreeFunctions,
  ...libZippingFunctions,
  ...recursiveUpdateFunctions,
  ...libListFunctions,
  ...membershipFunctions,
  ...sliceFunctions,
  ...libSortingFunctions,
  ...libStringFunctions,
  ...affixFunctions,
  ...libVersionComparisons,
  ...quotingFunctions,
  ...libNumberFunctions,
  ...trivialFunctions,
  ...packageFunctions,
  ...fixedPointFunctions,
  ...optionFunctions,
  ...renamedOptionFunctions,
  ...optionDefinitionFunctions,
  ...optionMergingFunctions,
  ...moduleSystemFunctions,
  ...libTypeFunctions,
};

/** Functions that share only their name with others of `lib`. */
const namesakes: { readonly [namespace: string]: Definitions } = {
  'lib.lists': listPrefixFunctions,
  'lib.path': libPathFunctions,
  'lib.strings': stringReplicateFunctions,
  'lib.versions': libVersionFunctions,
};

/** `nixpkgs.lib`. What is not worked out here is unknown, by name. */
export function lib(session: Session): Attributes {
  return extensible(session, functions(session));
}

function functions(session: Session): Attributes {
  const inNix = prelude(session);
  const known: Known = {
    ...Object.assign({}, ...Object.values(inNix)),
    ...pureBuiltins(session),
    ...functionsOf(session, definitions),
    ...moduleFunctions(session),
    ...constants,
  };
  const special = (name: string): Known => ({
    ...inNix[name],
    ...functionsOf(session, namesakes[name] ?? {}),
    ...(name === 'lib.types' ? optionTypes(session) : {}),
  });
  const namespaces = Object.keys(libNames)
    .filter((name) => name.startsWith('lib.'))
    .map((name) => [
      name.slice('lib.'.length),
      new Thunk(undefined, () => namespace(name, { ...known, ...special(name) })),
    ]);
  return namespace('lib', { ...known, ...Object.fromEntries(namespaces) });
}

type Known = { readonly [name: string]: Value | Thunk };

const constants: { readonly [name: string]: Value } = {
  defaultOrderPriority: int(1000),
  defaultOverridePriority: int(100),
  defaultPriority: int(5),
  nixosSystem: unknown({ kind: 'input', name: 'nixpkgs', path: ['lib', 'nixosSystem'] }),
  inPureEvalMode: trueValue,
  inNixShell: falseValue,
  lowerChars: characters('abcdefghijklmnopqrstuvwxyz'),
  upperChars: characters('ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
};

function characters(letters: string): Value {
  return list([...letters].map((letter) => Thunk.of(string(letter))));
}

/** The names of a namespace; those that are not worked out here are unknown. */
function namespace(namespace: string, known: Known): Attributes {
  const unsupportedName = (name: string): Unknown => unsupported(`${namespace}.${name}`);
  const names = libNames[namespace] ?? [];
  return {
    ...record(
      Object.fromEntries(
        names.map((name) => [
          name,
          Object.hasOwn(known, name) ? (known[name] ?? nullValue) : unsupportedName(name),
        ]),
      ),
    ),
    open: unsupported(namespace),
    listed: true,
    missing: unsupportedName,
  };
}

/** `lib.extend overlay`, which hands the overlay the final and the previous set. */
function extensible(session: Session, base: Attributes): Attributes {
  const extend = builtin(session, 'extend', 1, (call, overlay) => {
    const final: Thunk = new Thunk(overlay.site, () => {
      const added = callWith(call, overlay, final, Thunk.of(base));
      const merged = update(base, added, overlay.site);
      return merged.kind === 'attrs' ? extensible(session, merged) : merged;
    });
    return final.force();
  });
  const whole = update(base, record({ extend }));
  return whole.kind === 'attrs' ? whole : base;
}
