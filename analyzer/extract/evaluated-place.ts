import { contains, type Span } from '#parser/span.ts';
import { Node, type NodeId } from '#parser/tree.ts';
import type { FilePath } from '../diagnostic.ts';
import { describe, type Thunk, type Value } from '../evaluate/value.ts';
import type { Undecided } from '../facts/cell.ts';
import { type Definition, holds } from '../nixos/definitions.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { type ExprId, exprOf, literalText } from '../syntax/module.ts';
import { bindingPath, type OptionPath, optionPath } from '../syntax/option-path.ts';
import { bindingsAround } from './bindings-around.ts';
import type { ReferenceSource } from './secret-mentions.ts';

/** A place of a file, as one machine that has the file sees it. */
export interface MachinePlace {
  readonly file: FilePath;
  readonly source: ReferenceSource;
  readonly root: OptionNode;
  /** Whether the options are those of a user. */
  readonly isHome: boolean;
  /** What the place says, when that shows in the value of an option. */
  readonly text: string | undefined;
}

type Verdict = true | false | Undecided;

/**
 * Whether a machine evaluates a place: whether some definition of the machine
 * that holds has it. A place in a `let` is evaluated where its name is used.
 */
export function isEvaluated(place: MachinePlace, expr: number): Verdict {
  if (place.root.definitions.length === 0) return { undecided: 'the module cannot be read' };
  const node = nodeOf(place, expr);
  return verdictAt({ place, target: node, names: [], depth: 0 }, node);
}

/** One value that a machine makes of a text with interpolations. */
export interface MadeText {
  readonly value: Value;
  readonly option: readonly string[];
  readonly evaluated: Verdict;
}

/** What a machine makes of a text: one value for each option that has it. */
export function textsMadeOf(place: MachinePlace, expr: number): readonly MadeText[] {
  const isText = ({ site }: Thunk): boolean => site?.file === place.file && site.expr === expr;
  for (const { names } of bindingsAround(nodeOf(place, expr))) {
    const path = pathIn({ place, names: [] }, names);
    const option = path && place.root.at(path);
    const own = option?.definitions.filter(({ file }) => file === place.file) ?? [];
    if (!option || own.length === 0) continue;
    return optionsBelow(option).flatMap(({ path: below, definitions }) =>
      definitions.flatMap((definition) => {
        const evaluated = isDisabled(place.root, below) ? false : verdictOf([definition]);
        const made = textsIn(definition.content).filter(isText);
        return made.map((text) => ({ value: text.force(), option: below, evaluated }));
      }),
    );
  }
  return [];
}

/** A value, or the elements of a list. */
function textsIn(content: Thunk): readonly Thunk[] {
  const value = content.force();
  return value.kind === 'list' ? value.items : [content];
}

interface Search {
  readonly place: MachinePlace;
  /** What a definition must have inside where more than its name decides. */
  readonly target: Node;
  /** The names that lead to the target below the name whose use this is. */
  readonly names: readonly string[];
  readonly depth: number;
}

/** More uses, and longer chains of names for names, than people write. */
const mostUses = 20;
const deepestUse = 4;

/** No part of the module system leads to the place. */
export const untraced: Undecided = {
  undecided: 'no definition of the machine could be traced to this place',
};

function nodeOf({ source }: MachinePlace, expr: number): Node {
  return new Node(source.tree, (source.sourceMap.nodes[expr] ?? 0) as NodeId);
}

/** Looks outwards for a binding that is a definition of the machine, and asks whether that one holds. */
function verdictAt(search: Search, from: Node): Verdict {
  for (const { names, binding, crossing } of bindingsAround(from)) {
    if (isLet(binding)) return crossing ? untraced : verdictOfName(search, from, binding);
    const path = pathIn(search, names);
    if (path && search.names.length === 0 && isOff(search.place, path)) return false;
    const option = path && search.place.root.at(path);
    const verdict = option && verdictOfOption(search, option, crossing);
    if (verdict !== undefined) return verdict;
  }
  return untraced;
}

/**
 * Whether something around an option is defined by this file alone, under
 * conditions that do not hold. Most mentions stand in modules that are off, and
 * what those say need not be evaluated then.
 */
function isOff({ root, file }: MachinePlace, path: readonly string[]): boolean {
  let node = root;
  for (const name of path.slice(0, -1)) {
    node = node.child(name);
    const { definitions } = node;
    if (definitions.length === 0 || definitions.length > mostAlone || !isFree(node)) continue;
    if (definitions.every((definition) => definition.file === file && holds(definition) === false))
      return true;
  }
  return false;
}

/** Whether no type and no option of another name has a say in what is below a node. */
function isFree({ type, isDeclared, tree }: OptionNode): boolean {
  return type === undefined && !isDeclared && tree.aliases().length === 0;
}

/** More definitions of one thing are seldom all of one file. */
const mostAlone = 4;

/** The option of a value in the module system of the place; the text of a home begins below its user. */
function pathIn(
  { place, names }: Pick<Search, 'place' | 'names'>,
  around: OptionPath,
): readonly string[] | undefined {
  const written = [...around, ...names];
  const path = written.filter((name) => name !== undefined);
  const isOfHome = path[0] === 'home-manager' && path[1] === 'users';
  const own = isOfHome && place.isHome ? path.slice(3) : path;
  return own.length > 0 && path.length === written.length ? own : undefined;
}

function isLet(binding: Node): boolean {
  return binding.parent?.parent?.kind === 'let_expression';
}

function verdictOfOption(
  { place, target, names }: Search,
  option: OptionNode,
  crossing: Node | undefined,
): Verdict | undefined {
  const own = option.definitions.filter(
    (definition) =>
      definition.file === place.file &&
      (names.length === 0 || encloses(place, definition, { target, within: undefined })),
  );
  if (own.length === 0) return undefined;
  const verdict = verdictOf(own);
  if (verdict === false || isOfHome(place, option)) return false;
  if (isDisabled(place.root, option.path)) return false;
  if (!crossing) return verdict;
  const inside = optionsBelow(option)
    .flatMap(({ definitions }) => definitions)
    .filter((definition) => encloses(place, definition, { target, within: crossing }));
  if (inside.length > 0) return verdictOf(inside);
  if (own.every(({ content }) => isEmptySet(content.force()))) return false;
  const said = own.map(({ content }) => says(content.force(), place.text));
  if (said.includes(true)) return verdict;
  if (said.every((each) => each === false)) return false;
  return { undecided: 'stands behind a condition of its own' };
}

function verdictOf(definitions: readonly Definition[]): Verdict {
  const verdicts = definitions.map(holds);
  if (verdicts.includes(true)) return true;
  const why = verdicts.find((verdict) => typeof verdict === 'object');
  return why ? { undecided: describe(why.reason) } : false;
}

/** What a machine says of a user is judged where the user's home is looked at. */
function isOfHome({ isHome }: MachinePlace, { path }: OptionNode): boolean {
  return !isHome && path.length > 2 && path[0] === 'home-manager' && path[1] === 'users';
}

/** Whether a service around the option is turned off, so that nobody looks at the option. */
function isDisabled(root: OptionNode, path: readonly string[]): boolean {
  return path.slice(1).some((_, index) => {
    const around = root.at(path.slice(0, index + 1));
    const value = around.mentions('enable') ? around.child('enable').value : undefined;
    return value?.kind === 'bool' && !value.value;
  });
}

/** Whether the text of a definition's value holds the target, and lies in a part of the file. */
function encloses(
  place: MachinePlace,
  { content }: Definition,
  { target, within }: { readonly target: Node; readonly within: Node | undefined },
): boolean {
  if (content.site?.file !== place.file) return false;
  const { span } = nodeOf(place, content.site.expr);
  const isInside =
    within === undefined || (contains(within.span, span) && !same(span, within.span));
  return isInside && contains(span, target.span);
}

function same(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

const deepestOption = 8;
const mostOptions = 2000;

/** An option and all options below it. */
function optionsBelow(option: OptionNode): readonly OptionNode[] {
  const nodes = [option];
  for (let index = 0; index < Math.min(nodes.length, mostOptions); index++) {
    const node = nodes[index];
    if (!node || node.path.length - option.path.length >= deepestOption) continue;
    for (const name of node.names()) nodes.push(node.child(name));
  }
  return nodes;
}

function isEmptySet(value: Value): boolean {
  return value.kind === 'attrs' && !value.open && value.names().length === 0;
}

/** Whether a value has the text in it, as far as that can be told. */
function says(value: Value, text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (value.kind === 'string') return value.value.includes(text);
  if (value.kind !== 'list' || value.open) return undefined;
  const items = value.items.map((item) => says(item.force(), text));
  if (items.includes(true)) return true;
  return items.every((item) => item === false) ? false : undefined;
}

/** A name is evaluated where it is used; one that nothing uses is not. */
function verdictOfName(search: Search, from: Node, binding: Node): Verdict {
  const scopes = search.place.source.scopes();
  const start = binding.child('attrpath')?.start;
  const binder = scopes.binders.find(
    ({ kind, site }) => kind === 'let' && nodeOf(search.place, site).start === start,
  );
  const names = namesBelow(from, binding);
  if (!binder || !names || search.depth >= deepestUse) return untraced;
  const verdicts = scopes
    .uses(binder)
    .slice(0, mostUses)
    .map((use) => verdictOfUse({ ...search, names: [...names, ...search.names] }, use));
  if (verdicts.includes(true)) return true;
  return verdicts.find((verdict) => typeof verdict === 'object') ?? false;
}

/** The names between a binding and a place in its value; `undefined` when they do not lead there. */
function namesBelow(from: Node, binding: Node): readonly string[] | undefined {
  let written = 0;
  for (let node = from.parent; node && node.id !== binding.id; node = node.parent) {
    if (node.kind === 'binding') written += bindingPath(node).length;
  }
  const path = optionPath(from);
  const names = path.slice(path.length - written).flatMap((name) => name ?? []);
  return written <= path.length && names.length === written ? names : undefined;
}

function verdictOfUse(search: Search, use: ExprId): Verdict {
  const { place } = search;
  const { module, scopes } = place.source;
  const parent = scopes().parent(use);
  const around = parent === undefined ? undefined : exprOf(module, parent);
  const isSelect = around?.kind === 'select' && around.from === use;
  const selected = isSelect ? around.path.map((name) => literalText(module, name)) : [];
  const common = Math.min(selected.length, search.names.length);
  const leads = selected.slice(0, common).every((name, index) => name === search.names[index]);
  if (!leads) return selected.includes(undefined) ? untraced : false;
  const names = search.names.slice(common);
  const node = nodeOf(place, isSelect && parent !== undefined ? parent : use);
  const target = names.length === 0 ? node : search.target;
  return verdictAt({ place, target, names, depth: search.depth + 1 }, node);
}
