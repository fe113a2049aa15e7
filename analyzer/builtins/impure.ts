import { update } from '../evaluate/operators.ts';
import { storePath } from '../evaluate/path-value.ts';
import type { Session } from '../evaluate/session.ts';
import {
  int,
  record,
  setWith,
  string,
  type Thunk,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import { fetchingFunctions } from './fetched.ts';
import {
  type BuiltinCall,
  builtin,
  type Definitions,
  functionsOf,
  withAttributes,
  withString,
} from './function.ts';

/** Builtins whose results depend on the machine, the moment, the network or the store. */
export function impureBuiltins(session: Session): { readonly [name: string]: Value } {
  const functions = Object.fromEntries(
    impureFunctions.map((name) => [
      name,
      builtin(session, name, 1, (_call, argument) =>
        unknown({ kind: 'impure', builtin: name }, argument.site, [argument]),
      ),
    ]),
  );
  const places = {
    langVersion: int(6),
    storeDir: string(storePath.slice(0, storePath.lastIndexOf('/'))),
  };
  const constants = Object.fromEntries(
    impureConstants.map((name) => [name, unknown({ kind: 'impure', builtin: name })]),
  );
  return {
    ...functions,
    ...constants,
    ...places,
    ...functionsOf(session, otherFunctions),
  };
}

const impureFunctions = [
  'fetchClosure',
  'fetchFinalTree',
  'fetchMercurial',
  'fetchurl',
  'getFlake',
  'placeholder',
  'storePath',
];

const impureConstants = ['currentSystem', 'currentTime', 'nixPath', 'nixVersion'];

const derivationFunctions: Definitions = {
  derivation: [1, derivation],
  derivationStrict: [1, derivation],
  toFile: [2, (_call, name) => unknown({ kind: 'impure', builtin: 'toFile' }, name.site)],
};

const otherFunctions: Definitions = {
  ...derivationFunctions,
  ...fetchingFunctions,
  getEnv: [1, getEnv],
};

/** The names of all of them. */
export const impureNames: readonly string[] = [
  ...impureFunctions,
  ...impureConstants,
  'langVersion',
  'storeDir',
  ...Object.keys(otherFunctions),
];

/** Variables by which someone tries other sources than the pinned ones; no machine is described by them. */
const overrides = /^(NPINS|LON|NIXLOCK)_OVERRIDE_/;

function getEnv(call: BuiltinCall, name: Thunk): Value {
  return withString(call, name, (text) =>
    overrides.test(text) ? string('') : unknown({ kind: 'impure', builtin: 'getEnv' }, name.site),
  );
}

/** What is being built keeps its attributes; where it will be is unknown. */
function derivation(call: BuiltinCall, argument: Thunk): Value {
  return withAttributes(call, argument, (settings) => {
    const place = unknown({ kind: 'impure', builtin: call.name }, argument.site);
    const made = record({ type: string('derivation'), drvPath: place, outPath: place });
    return setWith(asSet(update(settings, made)), { open: place });
  });
}

function asSet(value: Value): Extract<Value, { kind: 'attrs' }> {
  return value.kind === 'attrs' ? value : record({});
}
