import { Node, type NodeId } from '#parser/tree.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import { unwrapped } from '../syntax/precedence.ts';
import { clearUses } from '../syntax/with-uses.ts';
import type { With } from '../syntax/withs.ts';
import { takeComments } from './comments.ts';
import type { Insertion } from './insertion.ts';
import { replacement } from './tokens.ts';
import { laidOut } from './without-with.ts';

/**
 * Takes a `with` away and says at every name which set it comes from: `lib.mkIf` for
 * `mkIf`. Nothing where a name may come from another `with`, where the set is not
 * called by a name, or where that name means something else at one of the places.
 * What a formatter has laid out stays as it lays it out.
 */
export function explicitNames(analysis: FileAnalysis, found: With): readonly Insertion[] {
  const { tree } = analysis;
  const { environment } = found;
  const base = baseOf(environment);
  const uses = base && clearUses(analysis, found, base);
  if (uses === undefined) return [];
  const rows = new Set(uses);
  const names = uses.map((row) => named(new Node(tree, row), rows, environment.text));
  const head = replacement(tree.text, { start: found.node.start, end: found.body.start }, '');
  if (names.includes(undefined) || takeComments(tree, [head])) return [];
  return laidOut({ found, head, names: names.flatMap((edit) => edit ?? []) });
}

/** Says of a name where it comes from; of those that a statement inherits, at the first one. */
function named(
  node: Node,
  rows: ReadonlySet<NodeId>,
  set: string,
): Insertion | readonly [] | undefined {
  if (node.kind === 'variable_expression')
    return { span: { start: node.start, end: node.start }, text: `${set}.` };
  const statement = node.parent?.parent;
  const attrs = [...(node.parent?.children() ?? [])].filter(({ field }) => field === 'attr');
  if (statement?.kind !== 'inherit' || attrs.some(({ id }) => !rows.has(id))) return undefined;
  if (attrs[0]?.id !== node.id) return [];
  const at = statement.start + 'inherit'.length;
  return { span: { start: at, end: at }, text: ` (${set})` };
}

/** The variable that a set is selected from: `pkgs` of `pkgs.lib`. */
function baseOf(environment: Node): Node | undefined {
  const set = unwrapped(environment);
  if (!/^[\w'-]+(\.[\w'-]+)*$/.test(set.text)) return undefined;
  const from = set.kind === 'select_expression' ? set.child('expression') : set;
  return from?.kind === 'variable_expression' ? from : undefined;
}
