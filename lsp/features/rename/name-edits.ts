import type { FilePath } from '#analyzer/diagnostic.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { Node, type NodeId } from '#parser/tree.ts';
import { attributeText } from '../meaning/declared.ts';
import type { Names } from '../meaning/names.ts';
import type { Outcome, RenameEdit, Warning } from './edit.ts';
import { attributeNamed, isIdentifier, type Renaming } from './renaming.ts';

/** How a name is to be written, and what may go wrong where. */
export interface NewName {
  readonly to: string;
  /** By file and node. */
  readonly warnings: ReadonlyMap<string, Warning>;
}

/** A place for warnings. */
export function placeKey(file: FilePath, node: NodeId): string {
  return `${node} ${file}`;
}

interface Place {
  readonly file: FilePath;
  readonly node: NodeId;
  isGiven: boolean;
  isMentioned: boolean;
}

/** The edits of every place that gives or mentions what is renamed. */
export function editsOf(
  names: Names,
  renaming: Renaming,
  name: NewName,
): Outcome<{ readonly edits: readonly RenameEdit[] }> {
  const edits: RenameEdit[] = renaming.follows.map(({ file, span }) => {
    return { file, span, text: name.to };
  });
  for (const place of placesOf(renaming)) {
    const analysis = names.analysis(place.file);
    if (analysis === undefined) continue;
    const found = placeEdits(analysis, place, name);
    if ('refusal' in found) return found;
    const warning = name.warnings.get(placeKey(place.file, place.node));
    edits.push(
      ...found.edits.map((edit) => ({ file: place.file, ...edit, ...(warning && { warning }) })),
    );
  }
  return { edits };
}

function placesOf({ declarations, mentions }: Renaming): Iterable<Place> {
  const places = new Map<string, Place>();
  const at = (file: FilePath, node: NodeId): Place => {
    const key = placeKey(file, node);
    const found = places.get(key) ?? { file, node, isGiven: false, isMentioned: false };
    places.set(key, found);
    return found;
  };
  for (const { file, node } of declarations) at(file, node).isGiven = true;
  for (const { file, node } of mentions) at(file, node).isMentioned = true;
  return places.values();
}

type Edit = Pick<RenameEdit, 'span' | 'text'>;
type Edits = Outcome<{ readonly edits: readonly Edit[] }>;

function placeEdits({ tree }: FileAnalysis, place: Place, { to }: NewName): Edits {
  const node = new Node(tree, place.node);
  const statement = node.parent?.kind === 'inherited_attrs' ? node.parent.parent : undefined;
  if (statement && place.isGiven !== place.isMentioned) {
    return splitInherit(node, statement, { to, gives: place.isGiven });
  }
  const isAttribute = node.field === 'attr';
  if (!isAttribute && !isIdentifier(to))
    return { refusal: `\`${to}\` is no name that can be written without quotes here` };
  return { edits: [{ span: node.span, text: isAttribute ? attributeNamed(to) : to }] };
}

/** `inherit a b;` with one of its names called otherwise on one side: that becomes a binding. */
function splitInherit(
  node: Node,
  statement: Node,
  { to, gives }: { readonly to: string; readonly gives: boolean },
): Edits {
  const old = attributeText(node.tree, node.id) ?? node.text;
  const [name, value] = gives ? [to, old] : [old, to];
  const source = statement.child('expression');
  if (!source && !isIdentifier(value))
    return { refusal: `\`${value}\` is inherited, and cannot be mentioned without quotes` };
  const taken = source ? `(${source.text}).${attributeNamed(value)}` : value;
  const binding = `${attributeNamed(name)} = ${source ? withoutNeedless(source, taken) : taken};`;
  const others = [...(node.parent?.children() ?? [])].filter(({ field }) => field === 'attr');
  if (others.length === 1) return { edits: [{ span: statement.span, text: binding }] };
  return { edits: [removal(node, statement), beside(statement, binding)] };
}

/** Parentheses around what needs none are left out. */
function withoutNeedless(source: Node, taken: string): string {
  const isPlain = source.kind === 'variable_expression' || isPlainSelection(source);
  return isPlain ? taken.replace(`(${source.text})`, source.text) : taken;
}

function isPlainSelection(source: Node): boolean {
  return source.kind === 'select_expression' && source.child('default') === undefined;
}

/** Takes a name out of a list of names, with the space before it, or behind it when it is the first. */
function removal(node: Node, statement: Node): Edit {
  const { text } = node.tree;
  let start = node.start;
  let end = node.end;
  const siblings = [...(node.parent?.children() ?? [])];
  const isFirst = siblings[0]?.id === node.id;
  if (isFirst) while (/\s/.test(text[end] ?? '') && end < statement.end) end++;
  else while (/\s/.test(text[start - 1] ?? '') && start > statement.start) start--;
  return { span: { start, end }, text: '' };
}

/** Behind a statement, on a line of its own where that has one. */
function beside(statement: Node, binding: string): Edit {
  const { text } = statement.tree;
  const { start, end } = statement;
  const line = text.lastIndexOf('\n', start - 1) + 1;
  const before = text.slice(line, start);
  const space = line > 0 && before.trim() === '' ? `\n${before}` : ' ';
  return { span: { start: end, end }, text: space + binding };
}
