import { update } from '../operators.ts';
import type { Session } from '../session.ts';
import {
  type Attributes,
  falseValue,
  list,
  record,
  string,
  Thunk,
  trueValue,
  unknown,
  unsupported,
  type Value,
} from '../value.ts';
import { affixFunctions } from './affixes.ts';
import { attributePathFunctions } from './attribute-paths.ts';
import { attributeSetFunctions } from './attribute-sets.ts';
import { attributeTreeFunctions } from './attribute-trees.ts';
import { debuggingFunctions, libDebugFunctions } from './debugging.ts';
import { fileFunctions, libFileFunctions } from './files.ts';
import { fixedPointFunctions } from './fixed-points.ts';
import { builtin, callWith, type Definitions, functionsOf } from './function.ts';
import { pureBuiltins } from './globals.ts';
import { jsonFunctions } from './json.ts';
import { libAttributeSetFunctions } from './lib-attribute-sets.ts';
import { libListFunctions } from './lib-lists.ts';
import { libStringFunctions } from './lib-strings.ts';
import { membershipFunctions } from './list-membership.ts';
import { sliceFunctions } from './list-slices.ts';
import { listFunctions } from './lists.ts';
import { matchingFunctions } from './matching.ts';
import { moduleFunctions } from './module-functions.ts';
import { libNumberFunctions, numberFunctions } from './numbers.ts';
import { optionTypes } from './option-types.ts';
import { optionFunctions } from './options.ts';
import { packageFunctions } from './packages.ts';
import { quotingFunctions } from './quoting.ts';
import { recursiveUpdateFunctions } from './recursive-update.ts';
import { libSortingFunctions, sortingFunctions } from './sorting.ts';
import { stringFunctions } from './strings.ts';
import { trivialFunctions } from './trivial.ts';
import { typeFunctions } from './types-of-values.ts';
import { libVersionComparisons, libVersionFunctions, versionFunctions } from './versions.ts';
import { libZippingFunctions, zippingFunctions } from './zipping.ts';

/** The namespaces of `lib` with their functions; most are in `lib` itself as well. */
const namespaces: { readonly [name: string]: Definitions } = {
  lists: {
    ...listFunctions,
    ...sortingFunctions,
    ...libListFunctions,
    ...membershipFunctions,
    ...sliceFunctions,
    ...libSortingFunctions,
    ...typeFunctions,
  },
  attrsets: {
    ...attributeSetFunctions,
    ...zippingFunctions,
    ...libAttributeSetFunctions,
    ...attributePathFunctions,
    ...attributeTreeFunctions,
    ...libZippingFunctions,
    ...recursiveUpdateFunctions,
    ...typeFunctions,
  },
  strings: {
    ...listFunctions,
    ...stringFunctions,
    ...matchingFunctions,
    ...versionFunctions,
    ...libStringFunctions,
    ...affixFunctions,
    ...libVersionComparisons,
    ...quotingFunctions,
    ...jsonFunctions,
    ...typeFunctions,
    ...fileFunctions,
  },
  trivial: {
    ...numberFunctions,
    ...libNumberFunctions,
    ...typeFunctions,
    ...fileFunctions,
    ...trivialFunctions,
    ...debuggingFunctions,
    ...libDebugFunctions,
  },
  meta: packageFunctions,
  debug: { ...debuggingFunctions, ...libDebugFunctions },
  fixedPoints: fixedPointFunctions,
  options: optionFunctions,
  filesystem: { ...fileFunctions, ...libFileFunctions },
};

/** Builtins that nixpkgs does not hand on. */
const withheld = [
  'abort',
  'import',
  'isNull',
  'throw',
  'toPath',
  'scopedImport',
  'break',
  'traceVerbose',
];

/** `nixpkgs.lib`. What is not written here is unknown, by name. */
export function lib(session: Session): Attributes {
  return extensible(session, functions(session));
}

function functions(session: Session): Attributes {
  const own = Object.fromEntries(
    Object.entries(namespaces).map(([name, definitions]) => [
      name,
      functionsOf(session, definitions),
    ]),
  );
  const flat = Object.assign({}, ...Object.values(own));
  const types = optionTypes(session);
  const modules = moduleFunctions(session);
  const all: { [name: string]: Value } = {
    ...pureBuiltins(session),
    ...flat,
    ...modules,
    ...constants,
    ...Object.fromEntries(
      Object.entries(own).map(([name, part]) => [name, namespace(`lib.${name}`, part)]),
    ),
    modules: namespace('lib.modules', modules),
    types,
    versions: namespace('lib.versions', {
      ...functionsOf(session, { ...libVersionFunctions, ...versionFunctions }),
    }),
    asserts: namespace('lib.asserts', functionsOf(session, libDebugFunctions)),
    nixosSystem: unknown({ kind: 'input', name: 'nixpkgs', path: ['lib', 'nixosSystem'] }),
  };
  for (const name of withheld) delete all[name];
  return {
    ...record(all),
    open: unsupported('lib'),
    missing: (name) => (withheld.includes(name) ? undefined : unsupported(`lib.${name}`)),
  };
}

const constants: { readonly [name: string]: Value } = {
  inPureEvalMode: trueValue,
  inNixShell: falseValue,
  lowerChars: characters('abcdefghijklmnopqrstuvwxyz'),
  upperChars: characters('ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
};

function characters(letters: string): Value {
  return list([...letters].map((letter) => Thunk.of(string(letter))));
}

function namespace(name: string, functions: { readonly [name: string]: Value }): Attributes {
  return {
    ...record(functions),
    open: unsupported(name),
    missing: (member) => unsupported(`${name}.${member}`),
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
