import type { FilePath } from '../diagnostic.ts';
import { oncePer } from '../once-per.ts';
import type { Site } from '../site.ts';
import { type ExprId, exprOf, type Module } from '../syntax/module.ts';
import type { Code } from './code.ts';
import type { Session } from './session.ts';
import { NameThunk, Thunk } from './thunk.ts';
import { failure, type Unknown, unknown, type Value } from './value.ts';

/** The code that is being evaluated: one file's module in one session. */
export interface Unit extends Code {
  readonly session: Session;
  /** Absent for code that stands in no file of the workspace, and so has no places. */
  readonly file: FilePath | undefined;
  /** The sites of its expressions, as they are asked for. */
  readonly sites: (Site | undefined)[];
  /** What its literal paths are, as they are evaluated. */
  readonly paths: Map<ExprId, Value>;
}

/** What no evaluation changes, and every machine that has the file asks for. */
type Fixed = Pick<Unit, 'sites' | 'paths'>;

const fixedByFile = oncePer((_: Module) => new Map<FilePath, Fixed>());

/** Code that is about to be evaluated. */
export function unitOf(code: Code, session: Session, file: FilePath | undefined): Unit {
  const { module, evaluated, missed, shapes } = code;
  const { sites, paths } = fixedIn(module, file);
  return { module, evaluated, missed, shapes, session, file, sites, paths };
}

function fixedIn(module: Module, file: FilePath | undefined): Fixed {
  if (file === undefined) return { sites: [], paths: new Map() };
  const byFile = fixedByFile(module);
  const sites = (): Fixed['sites'] =>
    new Array<Site | undefined>(module.exprs.length).fill(undefined);
  const fixed = byFile.get(file) ?? { sites: sites(), paths: new Map() };
  byFile.set(file, fixed);
  return fixed;
}

/** One frame of names. */
export interface Names {
  get(name: string): Thunk | undefined;
}

/** The names in sight. Frames of names shadow every `with`, wherever it stands. */
export interface Environment {
  readonly unit: Unit;
  readonly parent: Environment | undefined;
  readonly names: Names | undefined;
  readonly scope: Thunk | undefined;
}

/** What is left to evaluate: an expression in tail position, and the names that it sees. */
export interface Rest {
  readonly kind: 'rest';
  readonly environment: Environment;
  readonly id: ExprId;
}

export function rest(environment: Environment, id: ExprId): Rest {
  return { kind: 'rest', environment, id };
}

export function rootEnvironment(unit: Unit): Environment {
  return { unit, parent: undefined, names: undefined, scope: undefined };
}

export function withNames(parent: Environment, names: Names): Environment {
  return { unit: parent.unit, parent, names, scope: undefined };
}

export function withScope(parent: Environment, scope: Thunk): Environment {
  return { unit: parent.unit, parent, names: undefined, scope };
}

/** The value of an expression in weak head normal form. */
export function evaluate(environment: Environment, id: ExprId): Value {
  return settled(environment.unit.session.evaluate(environment, id));
}

/** Forces what evaluation left as a thunk. Where evaluation goes deep, this is called on its result, so that no frame stands between. */
export function settled(outcome: Value | Thunk): Value {
  return outcome.kind === 'thunk' ? outcome.force() : outcome;
}

/** The value of an expression, for later. A plain name stays what it names, so all names in sight must be bound by now. */
export function delay(environment: Environment, id: ExprId): Thunk {
  const expr = exprOf(environment.unit.module, id);
  const named = expr.kind === 'variable' ? lookUpFrames(environment, expr.name) : undefined;
  return named ? new NameThunk(siteOf(environment, id), named) : suspend(environment, id);
}

/** The value of an expression, for later, as a value of its own. Names may still be bound after this. */
export function suspend(environment: Environment, id: ExprId): Thunk {
  return new Thunk(siteOf(environment, id), rest(environment, id));
}

/** The site of an expression of the code under evaluation. */
export function siteOf(environment: Environment, expr: number): Site | undefined {
  const { file, sites } = environment.unit;
  if (file === undefined) return undefined;
  const site = sites[expr] ?? { file, expr };
  sites[expr] = site;
  return site;
}

/** What a name means here; `undefined` when nothing binds it. */
export function lookUp(environment: Environment, name: string): Value | Thunk | undefined {
  return lookUpFrames(environment, name) ?? lookUpScopes(environment, name);
}

function lookUpFrames(environment: Environment, name: string): Thunk | undefined {
  for (let frame: Environment | undefined = environment; frame; frame = frame.parent) {
    const found = frame.names?.get(name);
    if (found) return found;
  }
  return environment.unit.session.globals.get(name);
}

function lookUpScopes(environment: Environment, name: string): Value | undefined {
  let lastResort: Value | undefined;
  for (let frame: Environment | undefined = environment; frame; frame = frame.parent) {
    const scope = frame.scope?.force();
    if (scope?.kind === 'attrs' && scope.listed && !scope.get(name)) lastResort ??= scope;
    else {
      const found = scope && memberOfScope(scope, name);
      if (found) return found;
    }
  }
  return lastResort && memberOfScope(lastResort, name);
}

/** What `with` finds under a name: a scope that may hold anything ends the search. */
function memberOfScope(scope: Value, name: string): Value | undefined {
  if (scope.kind === 'failure') return scope;
  if (scope.kind === 'unknown') return memberOf(scope, name);
  if (scope.kind !== 'attrs') return failure('`with` needs an attribute set');
  return (
    scope.get(name)?.value.force() ??
    scope.missing?.(name) ??
    (scope.open && memberOf(scope.open, name))
  );
}

/** Selecting from what is not known: it stays unknown, and keeps saying what it is. */
export function memberOf(from: Unknown, name: string, at?: Site): Unknown {
  const { reason } = from;
  const longer = (): Unknown['reason'] => {
    if (reason.kind === 'input' || reason.kind === 'package')
      return { ...reason, path: [...reason.path, name] };
    if (reason.kind === 'undefined-option' || reason.kind === 'undeclared-option')
      return { ...reason, path: [...reason.path, name] };
    return reason;
  };
  return unknown(longer(), at ?? from.at, from.from);
}
