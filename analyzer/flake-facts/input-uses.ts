import type { FilePath } from '../diagnostic.ts';
import { directoryOf, filePath } from '../evaluate/path-value.ts';
import { plain, TableBuilder } from '../extract/table.ts';
import type { Table } from '../facts/facts.ts';
import type { AnyInput, InputMention } from './input-mentions.ts';
import type { DeclaredInputs } from './inputs.ts';

/** What one file names that may be inputs of the nearest flake above it. */
interface Mentioned {
  readonly mentions: readonly InputMention[];
  readonly any: readonly AnyInput[];
}

/** Where flakes use their inputs: a name that the flake does not have is no input. */
export function inputUseTable(
  folders: ReadonlySet<string>,
  inputs: readonly DeclaredInputs[],
  mentioned: readonly Mentioned[],
): Table<'input-use'> {
  const table = new TableBuilder('input-use');
  const flakes = new Map(inputs.map(({ flake, names }) => [flake, new Set(names)]));
  const add = (flake: FilePath, { name, kind, at }: InputMention): void => {
    if (flakes.get(flake)?.has(name)) table.add({ at, flake, input: name, file: at.file, kind });
  };
  for (const { flake, uses } of inputs) for (const use of uses) add(flake, use);
  for (const { mentions, any } of mentioned) {
    for (const mention of mentions) add(flakeAbove(mention.at.file, folders), mention);
    for (const { reason, at } of any) {
      const flake = flakeAbove(at.file, folders);
      if (flakes.has(flake)) table.gap({ flake }, reason, at);
    }
  }
  return plain(table);
}

/** The flake that a file belongs to, which is the nearest one, or else that of the root. */
function flakeAbove(file: string, folders: ReadonlySet<string>): FilePath {
  let folder = directoryOf(file);
  while (folder !== '' && !folders.has(folder)) folder = directoryOf(folder);
  return filePath(folder === '' ? 'flake.nix' : `${folder}/flake.nix`);
}
