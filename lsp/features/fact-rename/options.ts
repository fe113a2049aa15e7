import { optionName, pathOfOption } from '#analyzer/options/name.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { root, type Tree } from '#parser/tree.ts';
import type { MeantOption } from '../meaning/facts/meaning.ts';
import { briefsOf } from '../meaning/facts/option-briefs.ts';
import { distinctPlaces, optionPlacesOf } from '../meaning/facts/places.ts';
import { declaredTogether } from '../meaning/facts/submodule-options.ts';
import type { RenameEdit } from '../rename/edit.ts';
import { readerOfHandedOn } from './handed-on.ts';
import { isRefusal, type Refusal, rewritten } from './rewrite.ts';

/** Renames an option that the repository declares, wherever it is declared, defined and read. */
export function renameOption(
  snapshot: Snapshot,
  option: MeantOption,
  after: string,
): readonly RenameEdit[] | Refusal {
  const { name, path } = option;
  const before = path.at(-1) ?? '';
  const options = withTheirs(snapshot, option);
  for (const each of options) {
    const taken = optionName([...each.path.slice(0, -1), after]);
    if (isDeclared(snapshot, each, taken)) return { refusal: `there is an option \`${taken}\`` };
    const stranger = strangerBelow(snapshot, each);
    if (stranger !== undefined)
      return { refusal: `\`${stranger}\` is below it, and this repository does not declare it` };
  }
  const places = distinctPlaces(options.flatMap((each) => optionPlacesOf(snapshot, each))).filter(
    ({ span }) => span.end > span.start,
  );
  const hidden = fileWithWith(snapshot, option);
  if (hidden !== undefined)
    return { refusal: `\`${hidden}\` may read \`${name}\` below a \`with\`` };
  const edits = rewritten(snapshot, places, { before, after });
  const reader = readerOfHandedOn(snapshot, option);
  if (isRefusal(edits) || reader === undefined) return edits;
  const text = `\`${reader}\` may read \`${before}\` of what it is given, and stays as it is`;
  const warning = { kind: 'unseen', text } as const;
  return edits.map((edit) => ({ ...edit, warning }));
}

type NamedOption = Pick<MeantOption, 'name' | 'path' | 'views'>;

/** An option with those of the same declaration, which change their names with it. */
function withTheirs(snapshot: Snapshot, option: NamedOption): readonly NamedOption[] {
  const others = declaredTogether(snapshot, option).filter(({ name }) => name !== option.name);
  return [
    option,
    ...others.map(({ name, view }) => ({ name, path: pathOfOption(name), views: new Set([view]) })),
  ];
}

/** Whether the repository declares an option, or a set of options, by this name. */
export function isDeclaredHere(snapshot: Snapshot, option: MeantOption): boolean {
  return optionPlacesOf(snapshot, option).some(({ role }) => role === 'declaration');
}

function isDeclared(snapshot: Snapshot, { views }: NamedOption, name: string): boolean {
  return briefsOf(snapshot).some((machine) =>
    machine.views.some(({ kind, options }) => {
      if (!views.has(kind)) return false;
      return [...options.keys()].some((each) => each === name || each.startsWith(`${name}.`));
    }),
  );
}

/** An option at or below a name that others declare. */
function strangerBelow(snapshot: Snapshot, { name, views }: NamedOption): string | undefined {
  const isBelow = (own: string): boolean => own === name || own.startsWith(`${name}.`);
  for (const machine of briefsOf(snapshot)) {
    for (const { kind, options } of machine.views) {
      if (!views.has(kind)) continue;
      const below = [...options.values()].filter((option) => isBelow(option.name));
      const ours = below.filter(({ declarations }) => declarations.length > 0);
      const stranger = below.find((option) => {
        return !ours.some((own) => option === own || option.name.startsWith(`${own.name}.`));
      });
      if (stranger) return stranger.name;
    }
  }
  return undefined;
}

/** A file where a name that nothing in it gives may be the option, because a `with` is around it. */
function fileWithWith(snapshot: Snapshot, { path }: MeantOption): string | undefined {
  const last = path.at(-1) ?? '';
  return snapshot.files.find((file) => {
    const text = file.endsWith('.nix') ? (snapshot.text(file) ?? '') : '';
    const mayRead = text.includes(last) && /\bwith\s+(cfg|config)\b/.test(text);
    const tree = mayRead ? snapshot.analysis(file)?.tree : undefined;
    return tree !== undefined && mentionsVariable(tree, last);
  });
}

function mentionsVariable(tree: Tree, name: string): boolean {
  for (const node of root(tree).descendants()) {
    if (node.kind === 'variable_expression' && node.text === name) return true;
  }
  return false;
}
