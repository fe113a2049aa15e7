import type { FilePath } from '#analyzer/diagnostic.ts';
import { directoryOf, filePath, normalizePath } from '#analyzer/evaluate/path-value.ts';
import { flakeOutputs } from '#analyzer/syntax/flake-outputs.ts';
import { type ExprId, exprOf, literalText } from '#analyzer/syntax/module.ts';
import { valueIn, valuesIn } from './declared.ts';
import { localFlake } from './local-flake.ts';
import { type ExprSite, type Name, nameKey, type Origin } from './name.ts';
import type { Names } from './names.ts';

/** The names that something may have an attribute by, those that win first. */
export function attributeNames(
  names: Names,
  origins: readonly Origin[],
  text: string,
): readonly Name[] {
  const found = new Map<string, Name>();
  for (const origin of origins) {
    const own = namesIn(names, origin, text);
    for (const name of own) found.set(nameKey(name), name);
    if (origin.kind === 'argument' && own.length > 0) break;
  }
  return [...found.values()];
}

/** What an attribute of something may be. */
export function attributeOrigins(
  names: Names,
  origins: readonly Origin[],
  text: string,
): readonly Origin[] {
  const selves = origins.flatMap((origin) => flakeParts(origin, text));
  const values = attributeNames(names, origins, text).flatMap((name) => valueOrigins(names, name));
  return [...selves, ...values];
}

/** What Nix adds to the inputs and to the outputs of a flake. */
function flakeParts(origin: Origin, text: string): Origin[] {
  const { kind } = origin;
  if (kind === 'inputs' && text === 'self') return [{ kind: 'flake', file: origin.file }];
  if (kind === 'flake' && text === 'outputs') return [origin];
  return kind === 'flake' && text === 'inputs' ? [{ kind: 'inputs', file: origin.file }] : [];
}

/** The expression of the set of a flake’s inputs. */
export function inputsOf(names: Names, file: FilePath): ExprId | undefined {
  if (!isFlake(file)) return undefined;
  const module = names.module(file);
  const inputs = valueIn(module, module.root, 'inputs');
  return inputs !== undefined && exprOf(module, inputs).kind === 'attrs' ? inputs : undefined;
}

/** The function of the outputs of a flake. */
export function outputsOf(names: Names, file: FilePath): readonly Origin[] {
  const outputs = isFlake(file) ? flakeOutputs(names.module(file))?.outputs : undefined;
  if (outputs === undefined) return [];
  return names.origins({ file, expr: outputs }).filter(({ kind }) => kind === 'function');
}

/** What a function gives. */
export function bodyOrigins(names: Names, origin: Origin): readonly Origin[] {
  if (origin.kind !== 'function') return [];
  const { file } = origin;
  const lambda = exprOf(names.module(file), origin.expr);
  return lambda.kind === 'lambda' ? names.origins({ file, expr: lambda.body }) : [];
}

function namesIn(names: Names, origin: Origin, text: string): readonly Name[] {
  switch (origin.kind) {
    case 'set':
      return nameInSet(names, origin, text);
    case 'argument':
      return nameInPattern(names, origin, text);
    case 'inputs': {
      const { file } = origin;
      const expr = inputsOf(names, file);
      return expr === undefined ? [] : nameInSet(names, { file, expr }, text);
    }
    case 'flake': {
      const functions = outputsOf(names, origin.file);
      return attributeNames(
        names,
        functions.flatMap((each) => bodyOrigins(names, each)),
        text,
      );
    }
    case 'function':
    case 'path':
      return [];
  }
}

function nameInSet(names: Names, { file, expr: owner }: ExprSite, text: string): Name[] {
  return valuesIn(names.module(file), owner).has(text) ? [{ file, owner, text }] : [];
}

function nameInPattern(names: Names, { file, expr: owner }: ExprSite, text: string): Name[] {
  const module = names.module(file);
  const lambda = exprOf(module, owner);
  const formals = lambda.kind === 'lambda' ? (lambda.formals?.formals ?? []) : [];
  const has = formals.some(({ name }) => literalText(module, name) === text);
  return has ? [{ file, owner, text }] : [];
}

/** What the value of a name may be. */
function valueOrigins(names: Names, { file, owner, text }: Name): readonly Origin[] {
  const module = names.module(file);
  const expr = exprOf(module, owner);
  if (expr.kind !== 'lambda') {
    const value = valueIn(module, owner, text);
    if (value === undefined) return [];
    if (inputsOf(names, file) === owner) return inputOrigins(names, file, value);
    return names.origins({ file, expr: value });
  }
  const formal = expr.formals?.formals.find(({ name }) => literalText(module, name) === text);
  const given = attributeOrigins(names, names.given({ file, expr: owner }), text);
  if (formal?.default === undefined) return given;
  return [...given, ...names.origins({ file, expr: formal.default })];
}

/** What an input gives that is another flake of the same repository. */
function inputOrigins(names: Names, file: FilePath, value: ExprId): readonly Origin[] {
  const module = names.module(file);
  const url = valueIn(module, value, 'url');
  const text = url === undefined ? undefined : literalText(module, url);
  const path = text === undefined ? undefined : localFlake(text);
  if (path === undefined) return [];
  const target = normalizePath(`./${directoryOf(file)}/${path}/flake.nix`);
  return [{ kind: 'flake', file: filePath(target) }];
}

function isFlake(file: FilePath): boolean {
  return /(^|\/)flake\.nix$/.test(file);
}
