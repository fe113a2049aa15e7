import { optionName, pathOfOption } from '#analyzer/options/name.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import type { Span } from '#parser/span.ts';
import { Node } from '#parser/tree.ts';
import { meaningAt } from '../at.ts';
import { handedOnAt } from './handed-on.ts';
import { briefsOf, definedAt } from './option-briefs.ts';
import type { OptionPlace, ViewKind } from './option-places.ts';
import { declaredBy } from './submodule-options.ts';

const everyView: ReadonlySet<ViewKind> = new Set(['nixos', 'darwin', 'home']);

/** More options than this are not told of at once: a submodule has one for each name that people give it. */
const most = 20;

/**
 * The options that a place speaks of although no path of the text leads to them: it reads
 * a set that a function is given, gives a function what becomes part of a module, or
 * declares an option of a submodule. `place` is what the text alone takes it for.
 */
export function furtherOptions(
  snapshot: Snapshot,
  { file, offset }: { readonly file: OptionPlace['file']; readonly offset: number },
  place: OptionPlace | undefined,
): readonly OptionPlace[] {
  if (place !== undefined && !isMisread(snapshot, place)) return [];
  const analysis = snapshot.analysis(file);
  if (analysis?.language !== 'nix') return [];
  const at = (span: Span, path: readonly string[], views: ReadonlySet<ViewKind>) => {
    return { file, span, path, name: optionName(path), views, expr: -1, value: undefined };
  };
  const read = place === undefined ? handedOnAt(snapshot, file, offset) : undefined;
  if (read !== undefined)
    return read.paths.slice(0, most).map((path): OptionPlace => {
      return { kind: 'use', isLast: true, ...at(read.node.span, path, everyView) };
    });
  const meaning = meaningAt(analysis, offset);
  if (meaning?.kind !== 'declaration') return [];
  const name = new Node(analysis.tree, meaning.node);
  const defined = definedAt(snapshot, file, analysis.sourceMap.nodes.indexOf(name.id));
  const kind = defined.length > 0 ? 'definition' : 'declaration';
  const known = defined.length > 0 ? defined : declaredBy(snapshot, file, name);
  return known.slice(0, most).map((each): OptionPlace => {
    const path = pathOfOption(each.name);
    return { kind, isLast: true, ...at(name.span, path, new Set([each.view])) };
  });
}

/** Whether machines know another option there than the one that the path in the text is. */
function isMisread(snapshot: Snapshot, { kind, name, isLast, file, expr }: OptionPlace): boolean {
  if (!isLast || kind === 'use') return false;
  if (kind === 'declaration')
    return !briefsOf(snapshot).some(({ views }) => views.some(({ options }) => options.has(name)));
  const known = definedAt(snapshot, file, expr);
  return known.length > 0 && !known.some((each) => each.name === name);
}
