import type { Location } from '#analyzer/diagnostic.ts';
import { plainName } from '#analyzer/edit/attribute-set.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { nodesAt } from '../meaning/nodes-at.ts';
import type { RenameEdit } from '../rename/edit.ts';

/** Why something cannot be renamed, in words. */
export interface Refusal {
  readonly refusal: string;
}

/** Another name for something. */
export interface NewName {
  readonly before: string;
  readonly after: string;
}

/** The places with another name; refused where one of them does not say the name by itself. */
export function rewritten(
  snapshot: Snapshot,
  places: readonly Location[],
  name: NewName,
): readonly RenameEdit[] | Refusal {
  const edits: RenameEdit[] = [];
  for (const place of places) {
    const edit = editAt(snapshot, place, name);
    if (edit === undefined) return { refusal: `\`${place.file}\` names it in another way` };
    if (isInherited(snapshot, place))
      return { refusal: `\`${place.file}\` inherits it; write the attribute out first` };
    edits.push(edit);
  }
  return edits;
}

/** The edit of one place: a name with quotes or without, a text, or the end of a path or an address. */
function editAt(
  snapshot: Snapshot,
  { file, span }: Location,
  { before, after }: NewName,
): RenameEdit | undefined {
  const whole = snapshot.text(file) ?? '';
  const text = whole.slice(span.start, span.end);
  if (text === before) {
    const isName = /\.nix$/.test(file) && whole[span.start - 1] !== '"';
    return { file, span, text: isName ? plainName(after) : after };
  }
  const quoted = plainName(before) === text || JSON.stringify(before) === text;
  if (quoted) return { file, span, text: JSON.stringify(after) };
  const end = text.length - before.length;
  const isTail = end > 0 && text.endsWith(before) && /[/.#]/.test(text[end - 1] ?? '');
  if (!isTail) return undefined;
  return { file, span: { start: span.start + end, end: span.end }, text: after };
}

function isInherited(snapshot: Snapshot, { file, span }: Location): boolean {
  const tree = snapshot.analysis(file)?.tree;
  const node = tree && nodesAt(tree, span).at(-1);
  return node?.parent?.kind === 'inherited_attrs';
}

export function isRefusal(outcome: object): outcome is Refusal {
  return 'refusal' in outcome;
}
