import type { FilePath } from '#analyzer/diagnostic.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { withheld } from '#analyzer/options/secret-text.ts';
import { builtinReleases } from '#analyzer/syntax/builtin-names.ts';
import { literalText } from '#analyzer/syntax/module.ts';
import { literalString } from '#analyzer/syntax/option-path.ts';
import { scopesOf } from '#analyzer/syntax/scope.ts';
import { Node } from '#parser/tree.ts';
import { placeBehind } from '../completion/library-path.ts';
import { definitionAt, type Goal } from '../definition.ts';
import { docCommentBefore } from '../documentation/doc-comment.ts';
import { builtinPage, libraryPage, pageText } from '../documentation/pages.ts';
import { type Meaning, meaningAt } from '../meaning/at.ts';
import type { Names } from '../meaning/names.ts';
import { nodesAt } from '../meaning/nodes-at.ts';
import { calledGlance, headOf } from './called-glance.ts';
import type { HoverPage } from './fact-hover.ts';
import { blocks, code, fenced } from './markdown.ts';

/** What Nix and nixpkgs say of the function, type or value under a cursor. */
export function libraryHover(analysis: FileAnalysis, offset: number): HoverPage | undefined {
  const meaning = meaningAt(analysis, offset);
  const place = meaning && placeOf(analysis, meaning);
  if (meaning === undefined || place === undefined) return undefined;
  const { root, names } = place;
  const [name = ''] = names;
  const page =
    root === 'lib' ? libraryPage(names) : names.length < 2 ? builtinPage(name) : undefined;
  if (page === undefined) return undefined;
  const release = root === 'builtins' ? builtinReleases.get(name) : undefined;
  const since = release === undefined ? undefined : `Since Nix ${release}.`;
  const { span } = new Node(analysis.tree, meaning.node);
  return { span, markdown: blocks([pageText(page), since]) };
}

function placeOf(
  { module }: FileAnalysis,
  meaning: Meaning,
): ReturnType<typeof placeBehind> | undefined {
  const parts = { module, scopes: scopesOf(module) };
  if (meaning.kind === 'variable') return placeBehind(parts, { from: meaning.expr, names: [] });
  const use =
    meaning.kind === 'attribute'
      ? meaning.use
      : meaning.kind === 'declaration' && meaning.inherited?.kind === 'attribute'
        ? meaning.inherited.use
        : undefined;
  if (use === undefined) return undefined;
  const before = use.before.map((name) => literalText(module, name) ?? '');
  return placeBehind(parts, { from: use.from, names: [...before, use.text] });
}

/** What the texts of a workspace say of the name under a cursor: what it is, and its value at a glance. */
export function nameHover(names: Names, file: FilePath, offset: number): HoverPage | undefined {
  const analysis = names.analysis(file);
  const meaning = analysis && meaningAt(analysis, offset);
  if (analysis === undefined || meaning === undefined) return undefined;
  const found = definitionAt(names, file, offset);
  const [goal, ...others] = found?.goals ?? [];
  if (found === undefined || goal === undefined || meaning.kind === 'path') return undefined;
  const named = namedAt(names, goal);
  const called = named?.value && calledGlance(names, goal.file, named.value);
  const glance = [glanceAt(names, goal), called?.head && cut(called.head)].filter(Boolean);
  const before = named && docCommentBefore(named.analysis, named.binding.start);
  const where = goal.file === file ? undefined : `in ${code(goal.file)}`;
  const more = others.length > 0 ? `and ${others.length} more` : undefined;
  const about = [`${kindAt(names, goal)}`, where, more].filter((part) => part !== undefined);
  const told = [fenced('nix', glance.join('\n')), about.join(' '), before ?? called?.about];
  return { span: found.span, markdown: blocks(told) };
}

/** The binding of which a goal is the last name, and what it is bound to. */
function namedAt(names: Names, goal: Goal) {
  const node = nodeOf(names, goal);
  const analysis = names.analysis(goal.file);
  const binding = node?.parent?.kind === 'attrpath' ? node.parent.parent : undefined;
  const isLast = node !== undefined && node.end === node.parent?.end;
  if (binding?.kind !== 'binding' || !isLast || analysis === undefined) return undefined;
  return { analysis, binding, value: binding.child('expression') };
}

/** The name that a goal is. */
function nodeOf(names: Names, { file, span }: Goal): Node | undefined {
  const tree = names.analysis(file)?.tree;
  return tree && nodesAt(tree, span).at(-1);
}

/** What gives the name. */
function kindAt(names: Names, goal: Goal): string {
  const node = nodeOf(names, goal);
  for (let around = node?.parent; around; around = around.parent) {
    switch (around.kind) {
      case 'formal':
      case 'formals':
      case 'function_expression':
        return 'parameter';
      case 'let_expression':
        return 'name of a `let`';
      case 'attrset_expression':
      case 'rec_attrset_expression':
        return 'attribute';
      case 'with_expression':
        return 'may come from this `with`';
      default:
        break;
    }
  }
  return node?.kind === 'with_expression' ? 'may come from this `with`' : 'name';
}

/** Longer texts are cut. */
const longestGlance = 120;

/** How a name is given, on one line, with what it stands for. */
function glanceAt(names: Names, goal: Goal): string {
  const { file, span, whole } = goal;
  const text = names.analysis(file)?.text ?? '';
  const name = text.slice(span.start, span.end);
  const value = namedAt(names, goal)?.value;
  if (value !== undefined) return cut(`${name} = ${valueGlance(name, value)}`);
  const node = nodeOf(names, goal);
  const line = text.slice(whole.start, whole.end).split('\n')[0] ?? '';
  return cut(node?.parent?.kind === 'formal' ? node.parent.text : line);
}

function valueGlance(name: string, value: Node): string {
  const text = literalString(value);
  const hidden = withheld([name], text ?? value.text.slice(0, longestGlance));
  if (hidden) return `<${hidden.undecided}>`;
  switch (value.kind) {
    case 'attrset_expression':
    case 'rec_attrset_expression':
      return `{ ${setNames(value).join(' ')} }`;
    case 'list_expression':
      return value.end - value.start > longestGlance ? '[ … ]' : value.text;
    case 'function_expression':
      return `${headOf(value)}: …`;
    default:
      return value.text;
  }
}

/** The first names of a set. */
function setNames(set: Node): readonly string[] {
  const paths = [...set.descendants()].filter(
    ({ kind, parent }) =>
      kind === 'attrpath' && parent?.kind === 'binding' && parent.parent?.parent?.id === set.id,
  );
  const names = paths.slice(0, 6).map((path) => `${path.text} = …;`);
  return paths.length > 6 ? [...names, '…'] : names;
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > longestGlance ? `${line.slice(0, longestGlance)}…` : line;
}
