import type { FilePath } from '../diagnostic.ts';
import type { InputUseRow } from '../facts/flakes.ts';
import { isFlakeFile } from '../flake/flake-files.ts';
import type { Site } from '../site.ts';
import { type Expr, type ExprId, exprOf, literalText, type Module } from '../syntax/module.ts';
import { type Binder, resolveNames, type Scopes } from '../syntax/scope.ts';

/** A place that names something which may be an input. */
export interface InputMention {
  readonly name: string;
  readonly kind: InputUseRow['kind'];
  readonly at: Site;
}

/** A place that may use any input. */
export interface AnyInput {
  readonly reason: string;
  readonly at: Site;
}

export interface InputMentions {
  readonly mentions: readonly InputMention[];
  readonly any: readonly AnyInput[];
}

/**
 * Where a file selects attributes from something called `inputs`, and, in a
 * `flake.nix`, where its outputs name their arguments. Names that are no
 * inputs are among them.
 */
export function inputMentions(file: FilePath, module: Module): InputMentions {
  const scopes = resolveNames(module);
  const outputs = isFlakeFile(file) ? outputsOf(module) : undefined;
  const reading: Reading = {
    file,
    module,
    scopes,
    arguments: scopes.binders.filter(({ owner }) => owner === outputs),
    mentions: [],
    any: [],
  };
  addFormals(reading);
  module.exprs.forEach((expr, index) => {
    const id = index as ExprId;
    if (expr.kind === 'variable') addFromWith(reading, id, expr.name);
    if (expr.kind === 'select' || expr.kind === 'has-attribute') addSelection(reading, id, expr);
    if (isInputs(reading, id)) addWhole(reading, id);
  });
  return { mentions: reading.mentions, any: reading.any };
}

interface Reading {
  readonly file: FilePath;
  readonly module: Module;
  readonly scopes: Scopes;
  /** The names that the outputs of a flake give to what they are called with. */
  readonly arguments: readonly Binder[];
  readonly mentions: InputMention[];
  readonly any: AnyInput[];
}

/** The function that a flake has under `outputs`. */
function outputsOf(module: Module): ExprId | undefined {
  const root = exprOf(module, module.root);
  if (root.kind !== 'attrs') return undefined;
  return root.bindings.find(({ name }) => literalText(module, name) === 'outputs')?.value;
}

/** The formals of the outputs, and the variables that refer to them. */
function addFormals({ file, scopes, mentions, arguments: binders }: Reading): void {
  for (const binder of binders) {
    if (binder.kind !== 'formal') continue;
    const { name, site } = binder;
    mentions.push({ name, kind: 'formal', at: { file, expr: site } });
    for (const use of scopes.uses(binder)) {
      mentions.push({ name, kind: 'variable', at: { file, expr: use } });
    }
  }
}

/** A name that `with inputs` gives. */
function addFromWith(reading: Reading, id: ExprId, name: string): void {
  const { file, scopes, mentions } = reading;
  const referent = scopes.referent(id);
  if (referent?.kind !== 'with' || !referent.sets.some((set) => isInputs(reading, set))) return;
  mentions.push({ name, kind: 'attribute', at: { file, expr: id } });
}

type Selection = Extract<Expr, { readonly kind: 'select' | 'has-attribute' }>;

/** `inputs.name`, also as `inherit (inputs) name`, `self.inputs.name` and `inputs ? name`. */
function addSelection(reading: Reading, id: ExprId, { from, path }: Selection): void {
  const { file, module, mentions, any } = reading;
  const at = { file, expr: id };
  const names = path.map((part) => literalText(module, part));
  const start = isInputs(reading, from) ? 0 : names.findIndex(isName) + 1;
  if (start === 0 && !isInputs(reading, from)) return;
  const name = names[start];
  if (name !== undefined) mentions.push({ name, kind: 'attribute', at });
  else if (start < names.length)
    any.push({ reason: 'an input is chosen by a name that is computed', at });
}

function isName(name: string | undefined): boolean {
  return name === 'inputs' || name === "inputs'";
}

/** Whether an expression is all inputs, or is called so: a variable, or an attribute of something. */
function isInputs({ module, scopes, arguments: binders }: Reading, id: ExprId): boolean {
  const expr = exprOf(module, id);
  if (expr.kind === 'variable') {
    const referent = scopes.referent(id);
    const binder = referent?.kind === 'binder' ? referent.binder : undefined;
    return isName(expr.name) || (binder?.kind === 'parameter' && binders.includes(binder));
  }
  const last = expr.kind === 'select' ? expr.path.at(-1) : undefined;
  return last !== undefined && isName(literalText(module, last));
}

/** All inputs together as the argument of a function, joined with other sets, or under another name. */
function addWhole(reading: Reading, id: ExprId): void {
  const { file, module, scopes, any } = reading;
  const parent = scopes.parent(id);
  const around = parent === undefined ? undefined : exprOf(module, parent);
  const at = { file, expr: id };
  if (around && isGiven(around, id)) any.push({ reason: 'all inputs are given to a function', at });
  if (around?.kind !== 'attrs' && around?.kind !== 'let') return;
  const isRenamed = around.bindings.some(({ name, value }) => {
    return value === id && !isName(literalText(module, name));
  });
  if (isRenamed) any.push({ reason: 'all inputs are called something else', at });
}

function isGiven(around: Expr, id: ExprId): boolean {
  if (around.kind === 'apply') return around.argument === id;
  return around.kind === 'binary' && ['//', '|>', '<|'].includes(around.operator);
}
