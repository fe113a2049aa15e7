import { parse } from '#parser/parse.ts';
import { apply } from '../evaluate/apply.ts';
import { codeOf } from '../evaluate/code.ts';
import { evaluate, rootEnvironment, unitOf } from '../evaluate/environment.ts';
import { select } from '../evaluate/select.ts';
import type { Session } from '../evaluate/session.ts';
import { Thunk, unsupported, type Value } from '../evaluate/value.ts';
import { lower } from '../syntax/lower.ts';
import type { Module } from '../syntax/module.ts';
import { type PreludeSource, preludeSources } from './prelude-sources.ts';

/** Functions by namespace and name. */
export type Prelude = {
  readonly [namespace: string]: { readonly [name: string]: Thunk };
};

/**
 * The functions of `lib` that are written in Nix. A file is read when the first
 * of its functions is asked for. What they make has no places, for they stand
 * in no file of the workspace.
 */
export function prelude(session: Session): Prelude {
  return Object.fromEntries(
    preludeSources.map((source) => [source.namespace, functionsIn(session, source)]),
  );
}

function functionsIn(session: Session, source: PreludeSource): { [name: string]: Thunk } {
  const file = new Thunk(undefined, () => {
    const fn = evaluate(
      rootEnvironment(unitOf(codeOf(moduleOf(source)), session, undefined)),
      moduleOf(source).root,
    );
    return apply(fn, session.lib, { session, at: undefined });
  });
  const named = (name: string): Thunk =>
    new Thunk(undefined, (): Value | Thunk => {
      const construct = `${source.namespace}.${name}`;
      return select(file.force(), [name], undefined) ?? unsupported(construct);
    });
  return Object.fromEntries(source.names.map((name) => [name, named(name)]));
}

/** The texts never change, so that what they mean can be kept. */
const modules = new Map<PreludeSource, Module>();

function moduleOf(source: PreludeSource): Module {
  const module = modules.get(source) ?? lower(parse(source.text, 'nix')).module;
  modules.set(source, module);
  return module;
}
