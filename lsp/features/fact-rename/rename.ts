import { known } from '#analyzer/facts/cell.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import type { Span } from '#parser/span.ts';
import { factIndexOf } from '../meaning/facts/fact-index.ts';
import { type Cursor, type MeantOption, meaningAt } from '../meaning/facts/meaning.ts';
import { type MeantPlace, thingPlaces } from '../meaning/facts/places.ts';
import type { Thing } from '../meaning/facts/thing.ts';
import type { RenameEdit } from '../rename/edit.ts';
import { isDeclaredHere, renameOption } from './options.ts';
import { isRefusal, type Refusal, rewritten } from './rewrite.ts';
import { renameSecret } from './secrets.ts';

/** What facts rename at a place; without a new name, what would be renamed. */
export interface FactRenaming {
  readonly span: Span;
  readonly name: string;
  readonly edits: readonly RenameEdit[];
}

/** Renames what the cursor means by facts; `undefined` where facts have nothing to say about the name. */
export function factRename(
  snapshot: Snapshot,
  { to, ...cursor }: Cursor & { readonly to: string | undefined },
): FactRenaming | Refusal | undefined {
  const meaning = meaningAt(snapshot, cursor);
  if (meaning === undefined) return undefined;
  const { span, thing, further } = meaning;
  if (thing !== undefined) return renameThing(snapshot, { thing, span }, to);
  const option = meaning.option ?? furtherOption(further);
  if (option === undefined || !isDeclaredHere(snapshot, option)) return undefined;
  const name = option.path.at(-1) ?? '';
  return renamed({ span, name }, to === undefined ? [] : renameOption(snapshot, option, to));
}

/** What a place declares for a submodule, or the one option that it defines; what defines many is a function's. */
function furtherOption(further: readonly MeantOption[]): MeantOption | undefined {
  const given = further.filter(({ place }) => place.kind !== 'use');
  return given[0]?.place.kind === 'declaration' || given.length === 1 ? given[0] : undefined;
}

interface NamedThing {
  readonly thing: Thing;
  readonly span: Span;
}

function renameThing(
  snapshot: Snapshot,
  { thing, span }: NamedThing,
  to: string | undefined,
): FactRenaming | Refusal | undefined {
  const { kind, name } = thing;
  const found = { span, name };
  switch (kind) {
    case 'secret':
      return renamed(found, to === undefined ? [] : renameSecret(snapshot, thing, to));
    case 'template':
    case 'user':
    case 'group':
    case 'flag':
      return renamed(found, to === undefined ? [] : renameEverywhere(snapshot, thing, to));
    case 'input':
    case 'secret-file':
    case 'recipient':
    case 'host':
    case 'output':
    case 'resource':
    case 'module':
      return undefined;
  }
}

function renamed(
  { span, name }: Pick<FactRenaming, 'span' | 'name'>,
  edits: readonly RenameEdit[] | Refusal,
): FactRenaming | Refusal {
  return isRefusal(edits) ? edits : { span, name, edits };
}

/** Renames a thing at every place that names it. */
function renameEverywhere(
  snapshot: Snapshot,
  thing: Thing,
  after: string,
): readonly RenameEdit[] | Refusal {
  if (factIndexOf(snapshot.facts()).of({ ...thing, name: after }).length > 0)
    return { refusal: `there is a ${thing.kind} \`${after}\` already` };
  const places = thingPlaces(snapshot, thing, undefined).filter(
    (place) => place.span.end > place.span.start && !followsByItself(snapshot, thing, place),
  );
  if (!places.some(({ role }) => role === 'declaration'))
    return { refusal: `no machine declares the ${thing.kind} \`${thing.name}\`` };
  const edits = rewritten(snapshot, places, { before: thing.name, after });
  if (isRefusal(edits) || thing.kind !== 'user') return edits;
  const text = 'the files of the user, and its home, stay as they are on the machines';
  const warning = { kind: 'unseen', text } as const;
  return edits.map((edit) => ({ ...edit, warning }));
}

/** Whether a place names an account by the attribute that declares it, which may be called otherwise. */
function followsByItself(
  snapshot: Snapshot,
  { kind, name }: Thing,
  { file, span }: MeantPlace,
): boolean {
  if (kind !== 'user' && kind !== 'group') return false;
  const text = (snapshot.text(file) ?? '').slice(span.start, span.end).replaceAll('"', '');
  const { rows } = snapshot.facts().table('user');
  const isKey = rows.some((row) => row.key === text && known(row.name) === name);
  return text !== name && (isKey || /\.name$/.test(text));
}
