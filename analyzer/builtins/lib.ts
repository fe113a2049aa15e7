import { apply } from '../evaluate/apply.ts';
import { update } from '../evaluate/operators.ts';
import type { Session } from '../evaluate/session.ts';
import {
  type Attributes,
  falseValue,
  int,
  list,
  record,
  string,
  Thunk,
  trueValue,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import { affixFunctions } from './affixes.ts';
import { attributePathFunctions } from './attribute-paths.ts';
import { attributeTreeFunctions } from './attribute-trees.ts';
import { libDebugFunctions } from './debugging.ts';
import { moduleSystemFunctions } from './evaluate-modules.ts';
import { libFileFunctions, libPathFunctions } from './files.ts';
import { fixedPointFunctions } from './fixed-points.ts';
import { builtin, callWith, type Definitions } from './function.ts';
import { pureBuiltins } from './globals.ts';
import { libAttributeSetFunctions } from './lib-attribute-sets.ts';
import { libListFunctions } from './lib-lists.ts';
import { libNames } from './lib-names.ts';
import { libStringFunctions, stringReplicateFunctions } from './lib-strings.ts';
import { membershipFunctions } from './list-membership.ts';
import { listPrefixFunctions, sliceFunctions } from './list-slices.ts';
import { moduleFunctions } from './module-functions.ts';
import { functionsNamed, type Known, knownIn, namespace } from './namespace.ts';
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
import { flakeExposed, systemFunctions } from './systems.ts';
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
  'lib.systems': systemFunctions,
  'lib.versions': libVersionFunctions,
};

/** `nixpkgs.lib`. What is not worked out here is unknown, by name. */
export function lib(session: Session): Attributes {
  const base = functions(session);
  const whole = extensible(session, base);
  return whole.kind === 'attrs' ? whole : base;
}

function functions(session: Session): Attributes {
  const inNix = prelude(session);
  const known: readonly Known[] = [
    knownIn(constants),
    knownIn(moduleFunctions(session)),
    functionsNamed(session, definitions),
    pureBuiltins(session),
    ...Object.values(inNix).map(knownIn).reverse(),
  ];
  const special = (name: string): readonly Known[] => [
    ...(name === 'lib.types' ? [knownIn(optionTypes(session))] : []),
    functionsNamed(session, namesakes[name] ?? {}),
    knownIn(inNix[name] ?? {}),
    knownIn(name === 'lib.systems' ? { flakeExposed } : {}),
  ];
  const namespaces = Object.keys(libNames)
    .filter((name) => name.startsWith('lib.'))
    .map((name) => [
      name.slice('lib.'.length),
      new Thunk(undefined, () => namespace(name, namesIn(name), [...special(name), ...known])),
    ]);
  return namespace('lib', namesIn('lib'), [knownIn(Object.fromEntries(namespaces)), ...known]);
}

/** Makes machines wherever it comes from; see `hosts.ts`. */
const nixosSystem = unknown({
  kind: 'input',
  name: 'nixpkgs',
  path: ['lib', 'nixosSystem'],
});

const constants: { readonly [name: string]: Value } = {
  defaultOrderPriority: int(1000),
  defaultOverridePriority: int(100),
  defaultPriority: int(5),
  nixosSystem,
  inPureEvalMode: trueValue,
  inNixShell: falseValue,
  lowerChars: characters('abcdefghijklmnopqrstuvwxyz'),
  upperChars: characters('ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
};

function characters(letters: string): Value {
  return list([...letters].map((letter) => Thunk.of(string(letter))));
}

function namesIn(namespace: string): readonly string[] {
  return libNames[namespace] ?? [];
}

/**
 * `lib` under overlays. Each is handed the final and the previous set, and
 * those of `lib.extend` are applied anew when another one follows. Machines
 * that `nixosSystem` of the final set makes are given that set.
 */
function extensible(session: Session, base: Attributes, overlays: readonly Thunk[] = []): Value {
  const final: Thunk = new Thunk(undefined, () => {
    let whole: Value = base;
    for (const overlay of overlays) {
      const previous = Thunk.of(withMaker(session, whole, final));
      whole = update(whole, callWith({ session, name: 'extend' }, overlay, final, previous));
    }
    const extend = builtin(session, 'extend', 1, (_call, overlay) =>
      extensible(session, base, [...overlays, overlay]),
    );
    const made = overlays.length === 0 ? whole : withMaker(session, whole, final);
    return update(made, record({ extend }));
  });
  return final.force();
}

function withMaker(session: Session, set: Value, final: Thunk): Value {
  if (set.kind !== 'attrs') return set;
  return update(set, record({ nixosSystem: systemWith(session, set, final) }));
}

/** `nixosSystem` of a set, which gives modules the final set as `lib`; one that an overlay has put there is its own. */
function systemWith(session: Session, set: Attributes, final: Thunk): Thunk {
  return new Thunk(final.site, () => {
    const maker = set.get('nixosSystem')?.value.force() ?? nixosSystem;
    if (maker !== nixosSystem) return maker;
    return {
      kind: 'lambda',
      formals: undefined,
      apply: (argument) => {
        const given = argument.force();
        const whole = given.kind === 'attrs' ? update(record({ lib: final }), given) : given;
        return apply(maker, Thunk.of(whole, argument.site), { session, at: argument.site });
      },
    };
  });
}
