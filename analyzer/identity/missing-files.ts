import { isUndecided } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';
import type { IdentityCheckRow } from '../facts/identity.ts';
import type { NamedMachine } from './machines.ts';

export interface MissingFile {
  readonly machine: NamedMachine;
  readonly path: string;
}

/**
 * The machines for which the file that is named by their name is not there;
 * a reason when the path or whether a file is there cannot be told.
 */
export function filesMissing(
  { path, use, identity, certain, perhaps }: IdentityCheckRow,
  machines: readonly NamedMachine[],
  facts: Facts,
): readonly MissingFile[] | { readonly undecided: string } {
  if (path === undefined) return [];
  if (isUndecided(path)) return path;
  if (!certain)
    return { undecided: `\`${identity}\` may differ from the host name of the machine` };
  if (perhaps) return { undecided: `a condition may decide whether \`${path}\` is read` };
  const isImport = use === 'import';
  if (!isImport && !/\.\w+$/.test(path)) return { undecided: `\`${path}\` may be a folder` };
  if (!isImport && !legible.test(path))
    return { undecided: `\`${path}\` is not a text, so that it cannot be seen` };
  return machines.flatMap((machine) => {
    if (machine.name === undefined) return [];
    const file = path.replaceAll('{}', machine.name);
    const isThere = [file, `${file}/default.nix`].some((each) => facts.text(each) !== undefined);
    return isThere ? [] : [{ machine, path: file }];
  });
}

/** Names of files that a shell reads as text; whether others are there is not known. */
const legible = /\.(nix|ya?ml|json|toml|conf|txt|sh|md|pub|ini|env)$/;
