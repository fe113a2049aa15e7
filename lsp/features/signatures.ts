import type { FilePath } from '#analyzer/diagnostic.ts';
import { exprOf, literalText } from '#analyzer/syntax/module.ts';
import { bindingPath } from '#analyzer/syntax/option-path.ts';
import type { Span } from '#parser/span.ts';
import type { Node } from '#parser/tree.ts';
import type { Texts } from '../folder.ts';
import { libraryPlace } from './completion/library-path.ts';
import { mendedAnalysis } from './completion/mended.ts';
import { type NixQuestion, nixQuestion } from './completion/nix-question.ts';
import { expressionAt, nodeAt } from './completion/place.ts';
import { docCommentBefore } from './documentation/doc-comment.ts';
import { builtinPage, libraryPage } from './documentation/pages.ts';
import type { ExprSite, Origin } from './meaning/name.ts';
import { functionsAt } from './meaning/origins.ts';

/** How a function that is being called is called. */
export interface Signature {
  readonly label: string;
  /** Where in the label what it takes stands. */
  readonly parameters: readonly Span[];
  /** The parameter that the cursor is at. */
  readonly active: number | undefined;
  readonly about: string | undefined;
}

/** The functions that may be called around an offset of a file. */
export function signaturesAt(
  texts: Texts,
  {
    file,
    text,
    offset,
  }: { readonly file: FilePath; readonly text: string; readonly offset: number },
): readonly Signature[] {
  const { mended, analysis } = mendedAnalysis(texts.analysis(file), text, offset);
  if (mended.written.kind === 'comment') return [];
  const question = nixQuestion(texts, { file, analysis, mended });
  const call = callAround(nodeAt(analysis.tree, mended.at));
  return call === undefined ? [] : signaturesOf(question, call);
}

/** A call that the cursor is in. */
interface Call {
  readonly head: Node;
  /** Which argument the cursor is in, counted from zero. */
  readonly position: number;
  /** The set that the argument is, and the name in it that the cursor is at. */
  readonly set: { readonly name: string | undefined } | undefined;
  /** The arguments before. */
  readonly before: readonly Node[];
}

/** The innermost call of which the cursor is in an argument. */
function callAround(start: Node): Call | undefined {
  let inner = start;
  let name: string | undefined;
  for (let outer = inner.parent; outer !== undefined; inner = outer, outer = inner.parent) {
    if (outer.kind === 'apply_expression' && inner.field === 'argument')
      return callOf(outer, isSet(inner) ? { name } : undefined);
    if (outer.kind === 'function_expression') return undefined;
    if (outer.kind === 'binding') [name] = bindingPath(outer);
    if (isSet(outer) && outer.field !== 'argument') return undefined;
  }
  return undefined;
}

function isSet({ kind }: Node): boolean {
  return kind === 'attrset_expression' || kind === 'rec_attrset_expression';
}

function callOf(apply: Node, set: Call['set']): Call | undefined {
  const before: Node[] = [];
  let head = apply.child('function');
  while (head?.kind === 'apply_expression') {
    const argument = head.child('argument');
    if (argument) before.unshift(argument);
    head = head.child('function');
  }
  return head && { head, position: before.length, set, before };
}

function signaturesOf(question: NixQuestion, call: Call): readonly Signature[] {
  const { analysis, names, file } = question;
  const expr = expressionAt(analysis, call.head);
  if (expr === undefined) return [];
  const code = { module: analysis.module, scopes: names.scopes(file) };
  const name = call.head.text.replace(/\s+/g, ' ').slice(0, longestName);
  const imported = importedFunctions(question, call);
  if (imported !== undefined) return functionSignatures(question, imported);
  const place = libraryPlace(code, expr);
  const page =
    place?.root === 'builtins'
      ? builtinPage(place.names[0] ?? '')
      : place && libraryPage(place.names);
  if (page !== undefined) {
    if (page.parameters.length <= call.position) return [];
    return [written({ name: page.name, parameters: page.parameters, call, about: page.about })];
  }
  return functionSignatures(question, { name, call, functions: names.origins({ file, expr }) });
}

const longestName = 60;

interface Called {
  readonly name: string;
  readonly call: Call;
  readonly functions: readonly Origin[];
}

/** What `import ./a.nix` and `callPackage ./a.nix` lead to, called with what follows. */
function importedFunctions(question: NixQuestion, call: Call): Called | undefined {
  const { analysis, names, file } = question;
  const callee = call.head.text.split('.').at(-1);
  const [path] = call.before;
  if ((callee !== 'import' && callee !== 'callPackage') || path === undefined) return undefined;
  const expr = expressionAt(analysis, path);
  const functions = expr === undefined ? [] : functionsAt(names, names.origins({ file, expr }));
  const { head, set, position } = call;
  const inner = { head, set, before: call.before.slice(1), position: position - 1 };
  return { name: path.text, call: inner, functions };
}

function functionSignatures(question: NixQuestion, called: Called): readonly Signature[] {
  return called.functions.flatMap((origin) => {
    if (origin.kind !== 'function') return [];
    const parameters = parametersOf(question, origin);
    if (parameters.length <= called.call.position) return [];
    const about = [`\`${origin.file}\``, docOf(question, origin)].filter(Boolean).join('\n\n');
    return [written({ ...called, parameters, about })];
  });
}

/** What is said before a function. */
function docOf({ names }: NixQuestion, { file, expr }: ExprSite): string | undefined {
  const analysis = names.analysis(file);
  const row = analysis?.sourceMap.nodes[expr] ?? 0;
  return analysis && docCommentBefore(analysis, analysis.tree.start[row] ?? 0);
}

/** What a function and those that it gives take, one after the other. */
function parametersOf({ names }: NixQuestion, { file, expr }: ExprSite): readonly string[] {
  const module = names.module(file);
  const parameters: string[] = [];
  let lambda = exprOf(module, expr);
  while (lambda.kind === 'lambda') {
    const { formals, parameter, body } = lambda;
    const named = formals?.formals.map(({ name, default: byDefault }) => {
      return `${literalText(module, name) ?? ''}${byDefault === undefined ? '' : '?'}`;
    });
    const pattern = named && `{ ${[...named, ...(formals?.ellipsis ? ['...'] : [])].join(', ')} }`;
    const plain = parameter === undefined ? undefined : literalText(module, parameter);
    parameters.push(pattern ?? plain ?? '_');
    lambda = exprOf(module, body);
  }
  return parameters;
}

/** The signature with its places; in a set, what a pattern names are the parameters. */
function written({
  name,
  parameters,
  call,
  about,
}: {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly call: Call;
  readonly about: string;
}): Signature {
  const label = [name, ...parameters].join(' ');
  let from = name.length + 1;
  const spans = parameters.map((parameter) => {
    const span = { start: from, end: from + parameter.length };
    from = span.end + 1;
    return span;
  });
  const own = spans[call.position];
  const pattern = parameters[call.position] ?? '';
  if (call.set === undefined || own === undefined || !pattern.startsWith('{'))
    return { label, parameters: spans, active: call.position, about };
  const formals = [...pattern.matchAll(/[\w'-]+/g)].map(({ 0: formal, index }) => {
    return { start: own.start + index, end: own.start + index + formal.length };
  });
  const index = formals.findIndex(({ start, end }) => label.slice(start, end) === call.set?.name);
  return { label, parameters: formals, active: index === -1 ? undefined : index, about };
}
