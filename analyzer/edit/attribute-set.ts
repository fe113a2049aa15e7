import type { Span } from '#parser/span.ts';
import { type Node, root, type Tree } from '#parser/tree.ts';
import { bindingPath } from '../syntax/option-path.ts';
import { type Insertion, insertAfter, insertBefore } from './insertion.ts';

/** An attribute to be written; the value is Nix text. */
export interface NewAttribute {
  readonly name: string;
  readonly value: string;
}

export interface AttributeInsertion {
  readonly attributes: readonly NewAttribute[];
  /** The attribute behind which they go, where the set has it; else they come first. */
  readonly after?: string;
}

/**
 * Writes attributes into the set that has exactly this span. Layout and comments
 * stay; an empty set takes the form that the sets beside it have. `undefined` when
 * the text there is no whole set, or when it has one of the attributes already.
 */
export function insertAttributes(
  tree: Tree,
  span: Span,
  { attributes, after }: AttributeInsertion,
): Insertion | undefined {
  const { text } = tree;
  const set = setAt(tree, span);
  const added = attributes.map(written);
  if (!set || added.length === 0 || isBroken(set)) return undefined;
  const bindings = bindingsOf(set);
  const taken = new Set(bindings.flatMap(namesOf));
  if (attributes.some(({ name }) => taken.has(name))) return undefined;
  const [first] = bindings;
  if (!first) return fillEmpty(text, set, added);
  const before = bindings.findLast(
    (binding) => after !== undefined && namesOf(binding).includes(after),
  );
  const neighbour = before ?? first;
  const item = { text: added.join(separatorBeside(text, neighbour)) };
  const insert = before ? insertAfter : insertBefore;
  return insert(text, neighbour.span, item);
}

/** `{ name = value; }` over several lines, or on one, as text that begins at this indentation. */
export function writtenSet(
  attributes: readonly NewAttribute[],
  layout: { readonly indent: string; readonly unit: string } | 'one line',
): string {
  return setText(attributes.map(written), layout);
}

function setText(
  added: readonly string[],
  layout: { readonly indent: string; readonly unit: string } | 'one line',
): string {
  if (layout === 'one line') return `{ ${added.join(' ')} }`;
  const { indent, unit } = layout;
  return `{\n${added.map((line) => `${indent}${unit}${line}\n`).join('')}${indent}}`;
}

function written({ name, value }: NewAttribute): string {
  return `${plainName(name)} = ${value};`;
}

const keywords: ReadonlySet<string> = new Set(
  'assert else if in inherit let or rec then with'.split(' '),
);

/** The name as Nix writes it: quoted when it is no identifier. */
export function plainName(name: string): string {
  return /^[A-Za-z_][\w'-]*$/.test(name) && !keywords.has(name) ? name : nixString(name);
}

/** Text as a Nix string. */
export function nixString(text: string): string {
  const escaped = text.replace(/["\\]|\$(?=\{)/g, '\\$&');
  return `"${escaped.replaceAll('\n', '\\n').replaceAll('\r', '\\r')}"`;
}

function setAt(tree: Tree, { start, end }: Span): Node | undefined {
  for (const node of root(tree).descendants()) {
    if (node.start === start && node.end === end && isSet(node)) return node;
  }
  return undefined;
}

function isSet({ kind }: Node): boolean {
  return kind === 'attrset_expression' || kind === 'rec_attrset_expression';
}

function isBroken(set: Node): boolean {
  for (const { kind } of set.descendants()) if (kind === 'ERROR' || kind === 'MISSING') return true;
  return false;
}

/** The bindings of a set, `inherit` included. */
export function bindingsOf(set: Node): readonly Node[] {
  const inner = [...set.children()].find(({ kind }) => kind === 'binding_set');
  return inner ? [...inner.children()].filter(({ kind }) => kind !== 'comment') : [];
}

/** The attributes that a binding gives; one with a computed name gives none that can be told. */
export function namesOf(binding: Node): readonly string[] {
  if (binding.kind === 'binding')
    return bindingPath(binding)
      .slice(0, 1)
      .flatMap((name) => name ?? []);
  const names = [...binding.children()].find(({ kind }) => kind === 'inherited_attrs');
  return names ? [...names.children()].map(({ text }) => text.replaceAll('"', '')) : [];
}

/** Attributes follow each other as the one beside them stands: on lines of their own, or not. */
function separatorBeside(text: string, { start, end }: Node): string {
  const indent = indentBefore(text, start);
  const rest = /^[^\n]*/.exec(text.slice(end))?.[0].trim() ?? '';
  const isAlone = indent !== undefined && (rest === '' || rest.startsWith('#'));
  return isAlone ? `\n${indent}` : ' ';
}

/** The white space before an offset, when nothing else is before it on its line. */
function indentBefore(text: string, offset: number): string | undefined {
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return before.trim() === '' ? before : undefined;
}

function lineIndent(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** One step of indentation, as the line and the set around it show. */
export function indentUnit(text: string, offset: number, outer: number): string {
  const [inside, outside] = [lineIndent(text, offset), lineIndent(text, outer)];
  const step = inside.startsWith(outside) ? inside.slice(outside.length) : '';
  if (step !== '') return step;
  return inside.includes('\t') ? '\t' : '  ';
}

/** Fills a set that has no attributes, in the form of the sets around it; its comments stay. */
export function fillEmpty(text: string, set: Node, added: readonly string[]): Insertion {
  const opening = text.indexOf('{', set.start);
  const inner = text.slice(opening + 1, set.end - 1);
  const around = enclosingSet(set);
  const indent = lineIndent(text, set.start);
  const unit = around ? indentUnit(text, set.start, around.start) : '  ';
  if (inner.trim() === '') {
    const isOneLine = around !== undefined && hasOneLineSets(around);
    const layout = isOneLine ? 'one line' : { indent, unit };
    return { span: { start: opening, end: set.end }, text: setText(added, layout) };
  }
  const lines = added.map((line) => `${indent}${unit}${line}\n`).join('');
  const last = text.lastIndexOf('\n', set.end - 1) + 1;
  if (inner.includes('\n') && indentBefore(text, set.end - 1) !== undefined)
    return { span: { start: last, end: last }, text: lines };
  const end = set.end - 1;
  const space = /\s$/.test(inner) ? '' : ' ';
  return { span: { start: end, end }, text: `${space}${added.join(' ')} ` };
}

function enclosingSet(set: Node): Node | undefined {
  for (let node = set.parent; node; node = node.parent) if (isSet(node)) return node;
  return undefined;
}

/** Whether the filled sets of a set are all written on one line each. */
export function hasOneLineSets(around: Node): boolean {
  const sets = bindingsOf(around).flatMap((binding) => {
    const value = binding.child('expression');
    return value && isSet(value) && bindingsOf(value).length > 0 ? [value] : [];
  });
  return sets.length > 0 && sets.every((each) => !each.text.includes('\n'));
}
