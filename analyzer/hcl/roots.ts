import type { Files } from '../files.ts';
import { evaluate } from './evaluate/evaluate.ts';
import { noNames, type Resolved, type Session } from './evaluate/scope.ts';
import { calledDirectories } from './modules/instances.ts';
import { type HclInput, type HclModule, readModules } from './modules/module.ts';
import { boundScope, type ModuleScope } from './modules/module-scope.ts';
import { resolveName } from './modules/references.ts';
import { variableFiles, variableValues } from './modules/variable-files.ts';
import { failure, type Value } from './values/value.ts';

/** Steps that one root may cost. Real ones take some thousands. */
const budget = 400_000;

interface Workspace {
  readonly inputs: readonly HclInput[];
  readonly modules: ReadonlyMap<string, HclModule>;
  readonly files: Files | undefined;
}

/** The roots among the files: a directory is one unless another one calls it. */
export function rootScopes(
  inputs: readonly HclInput[],
  files: Files | undefined,
): readonly ModuleScope[] {
  const modules = readModules(inputs);
  const workspace = { inputs, modules, files };
  const scopes = [...modules.values()].map((module) => rootScope(module, workspace));
  const called = new Set(scopes.flatMap(calledDirectories));
  return scopes.filter(({ module }) => !called.has(module.directory));
}

function rootScope(module: HclModule, { inputs, modules, files }: Workspace): ModuleScope {
  const session: Session = {
    evaluate,
    files,
    directory: module.directory,
    steps: budget,
    depth: 0,
    interruptions: 0,
    values: new Map(),
    open: new Set(),
    templates: 0,
  };
  const given = new Map<string, Value>();
  const scope = boundScope({
    module,
    modules,
    callers: [module.directory],
    prefix: '',
    path: '.',
    argument: (name) => given.get(name),
    resolver: resolveName,
    names: noNames,
    session,
  });
  const closed = { session, names: noNames, resolve: nothingKnown };
  for (const file of variableFiles(inputs, module.directory)) {
    for (const [name, value] of variableValues(file, closed)) given.set(name, value);
  }
  return scope;
}

/** Files of variables know no names. */
function nothingKnown(root: string): Resolved {
  return { value: failure(`\`${root}\` stands for nothing here`), used: 0 };
}
