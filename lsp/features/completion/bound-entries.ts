import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { type Expr, type ExprId, exprOf } from '#analyzer/syntax/module.ts';
import { bindingPath, type OptionPath, optionPath } from '#analyzer/syntax/option-path.ts';
import { scopesOf, undefinedVariables } from '#analyzer/syntax/scope.ts';
import { unwritten } from '#analyzer/unfinished/cursor-token.ts';
import { Node, type NodeId } from '#parser/tree.ts';
import { calleeName } from '../meaning/callee.ts';
import { ownerOfName, valuesIn } from '../meaning/declared.ts';
import { functionsAt } from '../meaning/origins.ts';
import { argumentNames, flakeNames, outputNames } from './argument-names.ts';
import { formalsOf } from './attribute-entries.ts';
import type { Entry } from './entry.ts';
import { keywordEntries } from './keywords.ts';
import type { NixQuestion } from './nix-question.ts';
import { expressionAt, type Place } from './place.ts';

type Bound = Extract<Place, { kind: 'bound' }>;

/** What the text alone tells of the names that a set or a `let` may still give. */
export function boundEntries(question: NixQuestion, place: Bound): Entry[] {
  const { analysis } = question;
  const owner = ownerOf(question, place);
  const isFirst = place.before.length === 0;
  const isLet = owner !== undefined && exprOf(analysis.module, owner).kind === 'let';
  if (isLet) return [...neededNames(question), ...keywordEntries(['in', 'inherit'])];
  const proposals = [
    ...(isFirst && owner !== undefined ? argumentsFor(question, owner) : []),
    ...flakeEntries(question, place),
  ];
  const taken = owner === undefined ? new Set() : takenIn(question, owner);
  const free = proposals.filter(({ label }) => !taken.has(label));
  return isFirst ? [...free, ...keywordEntries(['inherit'])] : free;
}

/** The set or the `let` that gets the name. */
function ownerOf({ analysis }: NixQuestion, { name }: Bound): ExprId | undefined {
  return ownerOfName(analysis, name.id);
}

/** The names around a binding and before the cursor; `undefined` for those that are worked out. */
export function boundPath({ binding, before }: Bound): OptionPath {
  return [...optionPath(binding), ...bindingPath(binding).slice(0, before.length)];
}

/** The names that a set has, apart from the one that is being written. */
function takenIn({ analysis, mended }: NixQuestion, owner: ExprId): ReadonlySet<string> {
  const { start, end } = mended.written.word;
  const own = end > start ? mended.text.slice(mended.at, mended.at + end - start) : unwritten;
  const taken = new Set(valuesIn(analysis.module, owner).keys());
  taken.delete(own);
  return taken;
}

/** The names of a set that have a value which another binding cannot add to. */
export function settledNames(question: NixQuestion, place: Bound): ReadonlySet<string> {
  const { module } = question.analysis;
  const owner = ownerOf(question, place);
  const values = owner === undefined ? [] : [...valuesIn(module, owner)];
  const { at, text } = question.mended;
  return new Set(
    values.flatMap(([name, value]) => {
      const isSet = exprOf(module, value).kind === 'attrs';
      return isSet || (text.startsWith(name, at) && place.name.text === name) ? [] : [name];
    }),
  );
}

/** Names that the file uses and nobody gives. */
function neededNames({ analysis: { module } }: NixQuestion): Entry[] {
  const names = undefinedVariables(module, scopesOf(module)).flatMap((id) => {
    const expr = exprOf(module, id);
    return expr.kind === 'variable' && expr.name !== unwritten ? [expr.name] : [];
  });
  return [...new Set(names)].map((label) => {
    return { label, kind: 'let', rank: 0, detail: 'used here, not defined' };
  });
}

/** What the function takes that the set is given to. */
function argumentsFor({ analysis, names, file }: NixQuestion, owner: ExprId): Entry[] {
  const { module } = analysis;
  const apply = callOf(analysis, owner);
  if (apply === undefined) return [];
  const inner = exprOf(module, apply.function);
  const isPackage = inner.kind === 'apply' && calleeName(module, inner.function) === 'callPackage';
  const given = isPackage ? inner.argument : apply.function;
  const functions = functionsAt(names, names.origins({ file, expr: given }));
  const own = functions.flatMap((origin) =>
    origin.kind === 'function' ? formalsOf(names, origin).map(formalEntry) : [],
  );
  return own.length > 0 ? own : knownArguments(headName(module, apply.function));
}

/** The call that a set is the argument of. */
function callOf(analysis: FileAnalysis, set: ExprId): Extract<Expr, { kind: 'apply' }> | undefined {
  const row = analysis.sourceMap.nodes[set] ?? 0;
  let inner: Node | undefined = new Node(analysis.tree, row as NodeId);
  while (inner?.parent?.kind === 'parenthesized_expression') inner = inner.parent;
  const around = inner?.parent?.kind === 'apply_expression' ? inner.parent : undefined;
  const id = around && expressionAt(analysis, around);
  const call = id === undefined ? undefined : exprOf(analysis.module, id);
  return call?.kind === 'apply' && call.argument === set ? call : undefined;
}

function formalEntry({ name, isOptional }: ReturnType<typeof formalsOf>[number]): Entry {
  const rank = isOptional ? 6 : 5;
  return { label: name, kind: 'formal', rank, detail: isOptional ? 'optional' : 'required' };
}

function headName(module: NixQuestion['analysis']['module'], head: ExprId): string | undefined {
  let id = head;
  for (let expr = exprOf(module, id); expr.kind === 'apply'; expr = exprOf(module, id))
    id = expr.function;
  return calleeName(module, id);
}

function knownArguments(callee: string | undefined): Entry[] {
  const known = callee === undefined ? [] : (argumentNames[callee] ?? []);
  return known.map((label, index) => ({ label, kind: 'setting', rank: 5 + index / 100 }));
}

/** What the schema of flakes has at the place. */
function flakeEntries({ file }: NixQuestion, place: Bound): Entry[] {
  if (!/(^|\/)flake\.nix$/.test(file)) return [];
  const path = boundPath(place);
  const key = path
    .map((name, index) => (path[0] === 'inputs' && index % 2 === 1 ? '*' : name))
    .join('.');
  const known = flakeNames[key] ?? (isOutputs(path, place) ? outputNames : []);
  return known.map((label, index) => ({ label, kind: 'setting', rank: 5 + index / 100 }));
}

/** Whether the set is what the outputs of a flake give. */
function isOutputs(path: OptionPath, { binding }: Bound): boolean {
  if (path.length !== 1 || path[0] !== 'outputs') return false;
  for (let outer = binding.parent; outer !== undefined; outer = outer.parent)
    if (outer.kind === 'function_expression') return true;
  return false;
}
